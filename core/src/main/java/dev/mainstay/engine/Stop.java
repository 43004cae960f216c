package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How any thread ends a call: the first cause is kept, and the call is woken out of its read or its
 * wait.
 */
final class Stop {
  private final TimeSource time;
  private final AtomicReference<@Nullable Failure> cause = new AtomicReference<>();
  private volatile @Nullable ProviderStream upstream;
  private volatile @Nullable Thread waiting;

  Stop(TimeSource time) {
    this.time = time;
  }

  /** Why the call is to end; nothing where it goes on. */
  Optional<Failure> cause() {
    return Optional.ofNullable(cause.get());
  }

  /** From any thread: ends the call by {@code why}, unless it was stopped before. */
  void stop(Failure why) {
    cause.compareAndSet(null, why);
    Thread thread = waiting;
    if (thread != null) {
      time.unpark(thread);
    }
    // Last: it is the provider's code.
    abort(upstream);
  }

  /** From now on it is {@code stream} that the call reads. */
  void reads(ProviderStream stream) {
    upstream = stream;
    abort(stream);
  }

  /**
   * Waits until {@code isOver}, for {@code longest} at most, or until the call is stopped. Whoever
   * makes it be over unparks the thread.
   */
  void park(Duration longest, BooleanSupplier isOver) throws InterruptedException {
    long nanos = TimeUnit.NANOSECONDS.convert(longest);
    long until = time.nanos() + nanos;
    waiting = Thread.currentThread();
    try {
      long left = nanos;
      while (left > 0 && cause.get() == null && !isOver.getAsBoolean()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        time.park(Duration.ofNanos(left));
        left = until - time.nanos();
      }
    } finally {
      waiting = null;
    }
  }

  private void abort(@Nullable ProviderStream stream) {
    Failure why = cause.get();
    if (stream != null && why != null) {
      stream.abort(why);
    }
  }
}
