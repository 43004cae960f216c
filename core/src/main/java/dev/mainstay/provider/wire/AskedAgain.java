package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.ToldLimit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that may be made again, at once, for what its first step says; whoever aborts it
 * aborts the one that is under way.
 */
abstract class AskedAgain implements ProviderStream {
  private final AtomicReference<@Nullable Failure> aborted = new AtomicReference<>();
  private volatile ProviderStream current;
  private boolean isBegun;

  AskedAgain(ProviderStream first) {
    this.current = first;
  }

  /** What becomes of its first step. */
  abstract Step begun(Step first) throws InterruptedException;

  /** The first step of {@code other}, which is made in place of the one before. */
  final Step askAgain(Supplier<ProviderStream> other) throws InterruptedException {
    current.close();
    current = other.get();
    Failure already = aborted.get();
    if (already != null) {
      current.abort(already);
    }
    return current.next();
  }

  @Override
  public final Step next() throws InterruptedException {
    Step step = current.next();
    if (isBegun) {
      return step;
    }
    isBegun = true;
    return begun(step);
  }

  @Override
  public final Optional<Step> poll() throws InterruptedException {
    return isBegun ? current.poll() : Optional.empty();
  }

  @Override
  public final boolean isOfSameEvent() {
    return current.isOfSameEvent();
  }

  @Override
  public final List<ToldLimit> toldLimits() {
    return current.toldLimits();
  }

  @Override
  public final void abort(Failure cause) {
    aborted.compareAndSet(null, cause);
    current.abort(cause);
  }

  @Override
  public final void close() {
    current.close();
  }
}
