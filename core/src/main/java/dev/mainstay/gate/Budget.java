package dev.mainstay.gate;

import dev.mainstay.policy.RetryBudget;
import java.time.Duration;

/**
 * The retry budget of one deployment. To be guarded by its owner's lock.
 *
 * <p>A draw must fit into the 10 s that end with it. They begin inside a bucket, of which all draws
 * are counted but no calls: so the grain of the buckets only ever makes the budget smaller.
 */
final class Budget {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  // Those that cover the window, and one more in which it begins.
  private static final int BUCKETS = 21;
  private static final long BUCKET_NANOS = WINDOW.toNanos() / (BUCKETS - 1);
  private static final double MANY_FAIL = 0.1;

  private RetryBudget policy;
  private final Outcomes outcomes;
  private final long origin;
  private final int[] begun = new int[BUCKETS];
  private final int[] drawn = new int[BUCKETS];
  private final int[] openBefore = new int[BUCKETS];
  private long current;
  private int open;

  Budget(RetryBudget policy, long now) {
    this.policy = policy;
    this.outcomes = new Outcomes(WINDOW, now);
    this.origin = now;
  }

  /** From now on {@code other} holds, for what was drawn before as well. */
  void keepTo(RetryBudget other) {
    policy = other;
  }

  Outcomes outcomes() {
    return outcomes;
  }

  /** Whether there is nothing left for an attempt that draws. */
  boolean isSpent(long now) {
    return policy.enabled() && isFailing(now) && !hasRoom(now);
  }

  /**
   * An attempt of {@code visit} has entered on {@code terms}. A call's first attempt here is
   * traffic, unless it had to draw; its others are draws also while all is well, so that what they
   * take is known when trouble begins.
   *
   * @return whether it is traffic
   */
  boolean entered(Visit visit, Terms terms, long now) {
    advance(now);
    boolean first = visit.enters();
    boolean traffic = !terms.draws() || (first && !isFailing(now));
    if (!traffic) {
      drawn[slot(current)]++;
    } else if (first) {
      begun[slot(current)]++;
    }
    return traffic;
  }

  /** A call's stream has begun to flow. */
  void opened(long now) {
    advance(now);
    open++;
  }

  /** A call's stream is over. */
  void closed(long now) {
    advance(now);
    open--;
  }

  private boolean isFailing(long now) {
    return outcomes.failsOver(MANY_FAIL, 1, now);
  }

  private boolean hasRoom(long now) {
    advance(now);
    int oldest = slot(current + 1);
    int draws = drawn[oldest];
    int calls = openBefore[slot(current + 2)];
    for (int slot = 0; slot < BUCKETS; slot++) {
      if (slot != oldest) {
        draws += drawn[slot];
        calls += begun[slot];
      }
    }
    return draws + 1 <= Math.max(policy.least(), policy.share() * calls);
  }

  private void advance(long now) {
    long next = Math.max(current, (now - origin) / BUCKET_NANOS);
    for (long bucket = Math.max(current, next - BUCKETS) + 1; bucket <= next; bucket++) {
      int slot = slot(bucket);
      begun[slot] = 0;
      drawn[slot] = 0;
      openBefore[slot] = open;
    }
    current = next;
  }

  private static int slot(long bucket) {
    return (int) (bucket % BUCKETS);
  }
}
