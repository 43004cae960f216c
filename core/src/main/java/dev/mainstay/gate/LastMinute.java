package dev.mainstay.gate;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A sum over the last minute, to the second. Added to under its owner's lock; read without, but for
 * the first time in a second.
 */
final class LastMinute {
  private static final long BUCKET_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int BUCKETS = 60;

  private final ReentrantLock lock;
  private final RollingSum sum;
  private volatile long total;
  private volatile long validUntil;

  LastMinute(ReentrantLock lock, long now) {
    this.lock = lock;
    this.sum = new RollingSum(BUCKETS, BUCKET_NANOS, now);
    this.validUntil = sum.endOfBucket();
  }

  void add(long n, long now) {
    sum.add(n, now);
    publish(now);
  }

  long total(long now) {
    if (now - validUntil < 0) {
      return total;
    }
    lock.lock();
    try {
      return publish(now);
    } finally {
      lock.unlock();
    }
  }

  private long publish(long now) {
    long current = sum.total(now);
    total = current;
    validUntil = sum.endOfBucket();
    return current;
  }
}
