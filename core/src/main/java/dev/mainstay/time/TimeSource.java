package dev.mainstay.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * Where time comes from: the machine's clock, or one that a test moves by hand.
 *
 * <p>Everything that waits or times out does so here, so that a test over hours of retries runs in
 * a moment and never by luck.
 */
public interface TimeSource {
  /** The machine's own clocks. */
  static TimeSource system() {
    return SystemTime.INSTANCE;
  }

  /** Nanoseconds on a clock that never goes back; only differences mean anything. */
  long nanos();

  /** The wall clock, for what is told in dates. */
  Instant now();

  /**
   * Blocks the calling thread for at most {@code longest}; returns early when it is {@linkplain
   * #unpark unparked} or interrupted, and may return early for no reason. Callers wait in a loop
   * around their condition.
   */
  void park(Duration longest);

  /**
   * From any thread: ends the {@link #park} of {@code thread}, or its next one where it is not
   * parked now.
   */
  default void unpark(Thread thread) {
    LockSupport.unpark(thread);
  }

  /** Starts {@code task} on a thread of its own, which may {@link #park}; gives that thread. */
  default Thread start(String name, Runnable task) {
    return Thread.ofVirtual().name(name).start(task);
  }

  /**
   * Runs {@code task} once, {@code delay} from now, on a thread of the time source. The task must
   * be short and must not block.
   */
  Timer schedule(Duration delay, Runnable task);

  /** The time since {@code startNanos}, an earlier {@link #nanos()}. */
  default Duration since(long startNanos) {
    return Duration.ofNanos(nanos() - startNanos);
  }

  /** A task that waits for its time. */
  @FunctionalInterface
  interface Timer {
    /** Takes the task back; without effect once it has begun. */
    void cancel();
  }
}
