package dev.mainstay.policy;

import dev.mainstay.failure.Failure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a retry: full jitter, so that callers which failed together do not return
 * together.
 *
 * @param unit the wait before retry n is uniform in [0, 2^n units]; 1 s by default, above zero
 * @param cap the most that is waited without a provider's hint; 60 s by default
 * @param floor the least that is ever waited ({@code retry_after}), also under a hint and over the
 *     cap; zero by default
 * @param maxRetryWait the longest hint that is waited for; 60 s by default
 * @param fallbackPatience the longest wait while a fallback group is left; 10 s by default
 */
public record Backoff(
    Duration unit, Duration cap, Duration floor, Duration maxRetryWait, Duration fallbackPatience) {
  private static final Backoff DEFAULT =
      new Backoff(
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ZERO,
          Duration.ofMinutes(1),
          Duration.ofSeconds(10));

  private static final double HINT_JITTER = 0.10;

  /** A backoff; checks its ranges. */
  public Backoff {
    if (!unit.isPositive()) {
      throw new IllegalArgumentException("the backoff unit is " + unit + "; use more than zero");
    }
    requireNotNegative("cap", cap);
    requireNotNegative("retry_after", floor);
    requireNotNegative("max_retry_wait", maxRetryWait);
    requireNotNegative("fallback_patience", fallbackPatience);
  }

  /** The backoff with every default. */
  public static Backoff defaults() {
    return DEFAULT;
  }

  /** This backoff with another unit. */
  public Backoff withUnit(Duration unit) {
    return new Backoff(unit, cap, floor, maxRetryWait, fallbackPatience);
  }

  /** This backoff with another floor. */
  public Backoff withFloor(Duration floor) {
    return new Backoff(unit, cap, floor, maxRetryWait, fallbackPatience);
  }

  /** This backoff with another limit on hints. */
  public Backoff withMaxRetryWait(Duration maxRetryWait) {
    return new Backoff(unit, cap, floor, maxRetryWait, fallbackPatience);
  }

  /** This backoff with another patience while a fallback is left. */
  public Backoff withFallbackPatience(Duration fallbackPatience) {
    return new Backoff(unit, cap, floor, maxRetryWait, fallbackPatience);
  }

  /**
   * The wait before retry {@code n} (from 1) after {@code failure}: its hint and up to a tenth
   * more, else uniform in [0, 2^n units] up to the cap; an overloaded provider is given the wait of
   * retry n + 1.
   */
  Duration waitAfter(Failure failure, int n, RandomGenerator random) {
    return failure
        .retryAfter()
        .map(hint -> waitForHint(hint, random))
        .orElseGet(() -> wait(failure instanceof Failure.Overloaded ? n + 1 : n, random));
  }

  /** The wait where {@code hint} asks for one: it and up to a tenth more. */
  Duration waitForHint(Duration hint, RandomGenerator random) {
    return atLeastFloor(duration(nanos(hint) * (1 + HINT_JITTER * random.nextDouble())));
  }

  /** The wait before retry {@code n} (from 1), whatever was hinted. */
  Duration wait(int n, RandomGenerator random) {
    double most = Math.min(nanos(unit) * Math.scalb(1.0, n), nanos(cap));
    return atLeastFloor(duration(most * random.nextDouble()));
  }

  Duration atLeastFloor(Duration wait) {
    return wait.compareTo(floor) < 0 ? floor : wait;
  }

  /** Whether {@code hint} is short enough to be waited for. */
  boolean hasPatience(Duration hint) {
    return hint.compareTo(maxRetryWait) <= 0;
  }

  /** How much longer is waited in a group, by one that has waited there for {@code waited}. */
  Duration patienceAfter(Duration waited) {
    return maxRetryWait.minus(waited);
  }

  private static double nanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }

  // What is beyond 292 years stays there: a cast to long saturates.
  private static Duration duration(double nanos) {
    return Duration.ofNanos((long) nanos);
  }

  private static void requireNotNegative(String what, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(what + " is " + value + "; use zero or more");
    }
  }
}
