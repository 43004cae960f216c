package dev.mainstay.gate;

import java.util.Arrays;

/**
 * A sum over the last so many buckets of time, the current one among them. To be guarded by its
 * owner's lock; a time before the current bucket counts as the bucket's.
 */
final class RollingSum {
  private final long[] counts;
  private final long bucketNanos;
  private final long origin;
  private long current;
  private long total;

  RollingSum(int buckets, long bucketNanos, long now) {
    this.counts = new long[buckets];
    this.bucketNanos = bucketNanos;
    this.origin = now;
  }

  /** Adds to the current bucket, and tells which that is. */
  long add(long n, long now) {
    advance(now);
    counts[slot(current)] += n;
    total += n;
    return current;
  }

  /** Takes back what was added to {@code bucket}, unless it is gone already. */
  void takeBack(long n, long bucket) {
    if (bucket > current - counts.length) {
      counts[slot(bucket)] -= n;
      total -= n;
    }
  }

  long total(long now) {
    advance(now);
    return total;
  }

  /** When the current bucket ends. */
  long endOfBucket() {
    return origin + (current + 1) * bucketNanos;
  }

  private void advance(long now) {
    if (now - endOfBucket() < 0) {
      return;
    }
    long next = (now - origin) / bucketNanos;
    if (next - current >= counts.length) {
      Arrays.fill(counts, 0);
      total = 0;
    } else {
      for (long bucket = current + 1; bucket <= next; bucket++) {
        total -= counts[slot(bucket)];
        counts[slot(bucket)] = 0;
      }
    }
    current = next;
  }

  private int slot(long bucket) {
    return (int) (bucket % counts.length);
  }
}
