package dev.mainstay.engine;

import dev.mainstay.time.TimeSource;
import dev.mainstay.time.TimeSource.Timer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Rings once at a moment that may be moved or taken back, cheaply: a stream moves it with every
 * chunk.
 *
 * <p>The timer below is left alone when the moment moves later, and looks again when it goes off;
 * so a stream of ten thousand chunks costs a handful of timers.
 *
 * <p>It rings under its lock: who has moved it or taken it back knows that no ring of before is
 * still on its way, to meet what comes after.
 */
final class Alarm implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;

  private final TimeSource time;
  private final Runnable ring;
  private final ReentrantLock lock = new ReentrantLock();
  private long at = NEVER;
  private long timerAt = NEVER;
  private @Nullable Timer timer;

  Alarm(TimeSource time, Runnable ring) {
    this.time = time;
    this.ring = ring;
  }

  /** Rings at {@code nanos} on the time source's clock, and at no other moment. */
  void set(long nanos) {
    lock.lock();
    try {
      at = nanos;
      if (timer == null || timerAt - nanos > 0) {
        schedule(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Does not ring until it is set again. */
  void clear() {
    lock.lock();
    try {
      at = NEVER;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      at = NEVER;
      cancelTimer();
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    lock.lock();
    try {
      timer = null;
      if (at == NEVER) {
        return;
      }
      if (at - time.nanos() > 0) {
        schedule(at);
        return;
      }
      at = NEVER;
      ring.run();
    } finally {
      lock.unlock();
    }
  }

  private void schedule(long nanos) {
    cancelTimer();
    timerAt = nanos;
    timer = time.schedule(Duration.ofNanos(Math.max(0, nanos - time.nanos())), this::look);
  }

  private void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
