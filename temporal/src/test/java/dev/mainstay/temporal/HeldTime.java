package dev.mainstay.temporal;

import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Time that stands still until a test lets it go; then every pause of a day or less is over at
 * once.
 */
final class HeldTime implements TimeSource {
  private static final long LEAP = Duration.ofDays(1).toNanos();

  private final AtomicLong nanos = new AtomicLong();
  private final Queue<Thread> parked = new ConcurrentLinkedQueue<>();
  private volatile boolean released;

  void release() {
    released = true;
    parked.forEach(LockSupport::unpark);
  }

  @Override
  public long nanos() {
    return released ? nanos.addAndGet(LEAP) : 0;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH;
  }

  @Override
  public void park(Duration longest) {
    parked.add(Thread.currentThread());
    if (!released) {
      LockSupport.park();
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    throw new UnsupportedOperationException("a provider's pauses alone are held");
  }
}
