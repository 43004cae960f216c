package dev.mainstay.gate;

import java.time.Duration;

/**
 * How many attempts succeeded of late, and how many failed in a way that counts. What tells nothing
 * of the deployment is not an outcome. To be guarded by its owner's lock.
 */
final class Outcomes {
  private static final int BUCKETS = 20;

  private final RollingSum all;
  private final RollingSum failures;

  Outcomes(Duration window, long now) {
    long bucketNanos = window.toNanos() / BUCKETS;
    this.all = new RollingSum(BUCKETS, bucketNanos, now);
    this.failures = new RollingSum(BUCKETS, bucketNanos, now);
  }

  void succeeded(long now) {
    all.add(1, now);
  }

  /** Counts a failure {@code weight} times; tells where, for {@link #takeBack}. */
  long failed(int weight, long now) {
    failures.add(weight, now);
    return all.add(weight, now);
  }

  void takeBack(int weight, long bucket) {
    all.takeBack(weight, bucket);
    failures.takeBack(weight, bucket);
  }

  /** Whether more than {@code share} of at least {@code least} outcomes are failures. */
  boolean failsOver(double share, int least, long now) {
    long outcomes = all.total(now);
    return outcomes >= least && failures.total(now) > share * outcomes;
  }
}
