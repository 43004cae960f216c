package dev.mainstay.verdict;

import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.WaitLimits;

/** Judges over calls that may wait as long as they do by default. */
public final class Judges {
  private Judges() {}

  public static Judge of(RetryPolicy retries, Backoff backoff) {
    return new Judge(retries, backoff, PacingPolicy.defaults(), WaitLimits.none());
  }
}
