package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The failure that the caller is told of a call whose answer has never begun: the last one of its
 * first group. Not thread-safe.
 */
final class FirstFailure {
  private @Nullable Failure ofFirstGroup;

  /** An attempt failed, or was not let in; the latter only counts where nothing was met before. */
  void met(Failure failure, boolean inFirstGroup) {
    if (inFirstGroup && !(failure instanceof Failure.NoDeployment && ofFirstGroup != null)) {
      ofFirstGroup = failure;
    }
  }

  /** The failure to tell of a call that ends by {@code last}. */
  Failure told(Failure last) {
    Failure first = ofFirstGroup;
    return last.isOfCall() || first == null ? last : first;
  }
}
