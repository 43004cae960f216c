package dev.mainstay.gateway.server;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The silences of a stream: from the end of one write to the beginning of the next. The handler
 * begins and ends them; the event loop fills the one that is on, and no other.
 */
final class Silence {
  private final Outbox outbox;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Part filler;
  private boolean isOn;
  private long sinceNanos;

  Silence(Outbox outbox) {
    this.outbox = outbox;
  }

  /** From now on, {@code filler} fills silences. */
  void fillWith(Part filler) {
    lock.lock();
    try {
      this.filler = filler;
    } finally {
      lock.unlock();
    }
  }

  /** Something was sent; there is nothing more to send for now. */
  void begin() {
    lock.lock();
    try {
      isOn = true;
      sinceNanos = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /** There is something to send again: from when this returns, nothing comes between. */
  void end() {
    lock.lock();
    try {
      isOn = false;
    } finally {
      lock.unlock();
    }
  }

  /** On the event loop, which must not wait: sends the filler if silence has lasted so long. */
  void fill(long nowNanos, Duration longest) {
    if (!lock.tryLock()) {
      return;
    }
    try {
      Part part = filler;
      boolean isDue = isOn && nowNanos - sinceNanos >= longest.toNanos();
      if (isDue && part != null && outbox.addIfIdle(part)) {
        sinceNanos = nowNanos;
      }
    } finally {
      lock.unlock();
    }
  }
}
