package dev.mainstay.program.optimize;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has failed of a run: calls, and programs that threw what is not of an answer. Thread-safe.
 */
final class Failures {
  private int tried;
  private int all;
  private int outages;
  private @Nullable RuntimeException last;

  /** Another example is tried. */
  synchronized void tried() {
    tried++;
  }

  synchronized void add(Throwable e) {
    all++;
    outages += e instanceof MainstayException call && isOutage(call) ? 1 : 0;
    last = e instanceof RuntimeException thrown ? thrown : new IllegalStateException(e);
  }

  /**
   * Whether {@code e} says nothing of the program and the example: asked at another time, there may
   * be an answer.
   */
  static boolean isOutage(MainstayException e) {
    return switch (e.failure()) {
      case Failure.UnparsableAnswer f -> false;
      case Failure.ContentPolicyViolation f -> false;
      case Failure.ContextWindowExceeded f -> false;
      case Failure.RequestTooLarge f -> false;
      case Failure.BadRequest f -> false;
      case Failure.UnsupportedParameter f -> false;
      case Failure.Unprocessable f -> false;
      default -> true;
    };
  }

  /** In one word what {@code e} is. */
  static String kind(Throwable e) {
    return e instanceof MainstayException call
        ? call.failure().kind()
        : e.getClass().getSimpleName();
  }

  /** Whether what came of the examples is not a result: a provider failed one, or all failed. */
  synchronized boolean isNoResult() {
    return outages > 0 || isAll();
  }

  /** Whether all that were tried failed. */
  synchronized boolean isAll() {
    return tried > 0 && all == tried;
  }

  /** The last of them. */
  synchronized Optional<RuntimeException> last() {
    return Optional.ofNullable(last);
  }
}
