package dev.mainstay.policy;

import dev.mainstay.failure.Failure;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a retry: full jitter, so that callers which failed together do not return
 * together.
 *
 * @param baseDelay the wait before retry n is uniform in [0, 2^n base delays]; 1 s by default,
 *     above zero
 * @param maxDelay the most that is waited without a provider's hint, zero or more; 60 s by default
 * @param minDelay the least that is ever waited, also under a hint and over {@code maxDelay}, zero
 *     or more; zero by default
 * @param maxRetryWait the longest hint that is waited for, zero or more; 60 s by default
 * @param fallbackPatience the longest wait while a fallback group is left, zero or more; 10 s by
 *     default
 */
public record Backoff(
    Duration baseDelay,
    Duration maxDelay,
    Duration minDelay,
    Duration maxRetryWait,
    Duration fallbackPatience) {
  private static final Backoff DEFAULT =
      new Backoff(
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ZERO,
          Duration.ofMinutes(1),
          Duration.ofSeconds(10));

  private static final double HINT_JITTER = 0.10;

  /**
   * A backoff.
   *
   * @throws IllegalArgumentException if the base delay is not above zero, or another duration below
   */
  public Backoff {
    Objects.requireNonNull(baseDelay, "baseDelay");
    Objects.requireNonNull(maxDelay, "maxDelay");
    Objects.requireNonNull(minDelay, "minDelay");
    Objects.requireNonNull(maxRetryWait, "maxRetryWait");
    Objects.requireNonNull(fallbackPatience, "fallbackPatience");
    if (!baseDelay.isPositive()) {
      throw new IllegalArgumentException("the base delay is " + baseDelay + "; use more than zero");
    }
    requireNotNegative("the most that is waited", maxDelay);
    requireNotNegative("the least that is waited", minDelay);
    requireNotNegative("the longest hint to wait for", maxRetryWait);
    requireNotNegative("the patience while a fallback is left", fallbackPatience);
  }

  /** The backoff with every default. */
  public static Backoff defaults() {
    return DEFAULT;
  }

  /**
   * This backoff with another base delay.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public Backoff withBaseDelay(Duration baseDelay) {
    return new Backoff(baseDelay, maxDelay, minDelay, maxRetryWait, fallbackPatience);
  }

  /**
   * This backoff with another limit on waits without a hint.
   *
   * @throws IllegalArgumentException if it is below zero
   */
  public Backoff withMaxDelay(Duration maxDelay) {
    return new Backoff(baseDelay, maxDelay, minDelay, maxRetryWait, fallbackPatience);
  }

  /**
   * This backoff with another least wait.
   *
   * @throws IllegalArgumentException if it is below zero
   */
  public Backoff withMinDelay(Duration minDelay) {
    return new Backoff(baseDelay, maxDelay, minDelay, maxRetryWait, fallbackPatience);
  }

  /**
   * This backoff with another limit on hints.
   *
   * @throws IllegalArgumentException if it is below zero
   */
  public Backoff withMaxRetryWait(Duration maxRetryWait) {
    return new Backoff(baseDelay, maxDelay, minDelay, maxRetryWait, fallbackPatience);
  }

  /**
   * This backoff with another patience while a fallback is left.
   *
   * @throws IllegalArgumentException if it is below zero
   */
  public Backoff withFallbackPatience(Duration fallbackPatience) {
    return new Backoff(baseDelay, maxDelay, minDelay, maxRetryWait, fallbackPatience);
  }

  /**
   * The wait before retry {@code n} (from 1) after {@code failure}: its hint and up to a tenth
   * more, else uniform in [0, 2^n base delays] up to the longest; an overloaded provider is given
   * the wait of retry n + 1.
   */
  public Duration waitAfter(Failure failure, int n, RandomGenerator random) {
    return failure
        .retryAfter()
        .map(hint -> waitForHint(hint, random))
        .orElseGet(() -> waitBefore(failure instanceof Failure.Overloaded ? n + 1 : n, random));
  }

  /** The wait where {@code hint} asks for one: it and up to a tenth more. */
  public Duration waitForHint(Duration hint, RandomGenerator random) {
    Objects.requireNonNull(hint, "hint");
    Objects.requireNonNull(random, "random");
    return atLeastMin(duration(nanos(hint) * (1 + HINT_JITTER * random.nextDouble())));
  }

  /** The wait before retry {@code n} (from 1), whatever was hinted. */
  public Duration waitBefore(int n, RandomGenerator random) {
    Objects.requireNonNull(random, "random");
    double most = Math.min(nanos(baseDelay) * Math.scalb(1.0, n), nanos(maxDelay));
    return atLeastMin(duration(most * random.nextDouble()));
  }

  Duration atLeastMin(Duration wait) {
    return wait.compareTo(minDelay) < 0 ? minDelay : wait;
  }

  /** Whether {@code hint} is short enough to be waited for. */
  public boolean hasPatienceFor(Duration hint) {
    Objects.requireNonNull(hint, "hint");
    return hint.compareTo(maxRetryWait) <= 0;
  }

  /** How much longer is waited in a group, by one that has waited there for {@code waited}. */
  public Duration patienceAfter(Duration waited) {
    Objects.requireNonNull(waited, "waited");
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
