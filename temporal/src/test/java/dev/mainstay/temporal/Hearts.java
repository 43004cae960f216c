package dev.mainstay.temporal;

import dev.mainstay.time.ForwardingTime;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The machine's time, in which hearts wait for their next beat as a test will have it. */
final class Hearts extends ForwardingTime {
  private static final TimeSource SYSTEM = TimeSource.system();

  private final Consumer<Duration> wait;

  private Hearts(Consumer<Duration> wait) {
    super(SYSTEM);
    this.wait = wait;
  }

  /** Nobody wakes who waits for the next beat, as in a process that hangs. */
  static Hearts stopped() {
    return new Hearts(longest -> LockSupport.park());
  }

  /** The first heart alone is {@link #stopped}, so that later attempts may take their time. */
  static Hearts withTheFirstStopped() {
    AtomicReference<Thread> first = new AtomicReference<>();
    return new Hearts(longest -> {
      first.compareAndSet(null, Thread.currentThread());
      if (Thread.currentThread().equals(first.get())) {
        LockSupport.park();
      } else {
        SYSTEM.park(longest);
      }
    });
  }

  /** They wait as ever, and {@code intervals} is told how long before each beat. */
  static Hearts telling(Consumer<Duration> intervals) {
    return new Hearts(longest -> {
      intervals.accept(longest);
      SYSTEM.park(longest);
    });
  }

  @Override
  public void park(Duration longest) {
    wait.accept(longest);
  }
}
