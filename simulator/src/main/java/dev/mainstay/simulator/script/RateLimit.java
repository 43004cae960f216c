package dev.mainstay.simulator.script;

import java.time.Duration;

/**
 * A limit that really counts: in no span of time of this length are more requests let in, wherever
 * the span begins. What is refused with 429 does not count, and is told exactly when to ask again.
 *
 * @param requests how many, above 0
 * @param per in which span of time, above zero
 * @param perKey whether each API key has the limit to itself
 */
public record RateLimit(int requests, Duration per, boolean perKey) {
  /**
   * A limit.
   *
   * @throws IllegalArgumentException if count or span is not above zero
   */
  public RateLimit {
    if (requests < 1) {
      throw new IllegalArgumentException("a limit of " + requests + " requests; use 1 or more");
    }
    if (!per.isPositive()) {
      throw new IllegalArgumentException("a limit per " + per + "; use a duration above zero");
    }
  }

  /** A limit for everybody together. */
  public static RateLimit of(int requests, Duration per) {
    return new RateLimit(requests, per, false);
  }

  /** This limit, for each API key by itself. */
  public RateLimit eachKey() {
    return new RateLimit(requests, per, true);
  }
}
