package dev.mainstay.provider;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What an answer says of one of its deployment's limits.
 *
 * @param quantity what is counted
 * @param limit how much is allowed in a period, above 0
 * @param remaining how much of it was left when the provider wrote this, from 0
 * @param period what the limit is for, above zero, where that is told
 * @param reset how long it takes until the whole limit is there again, where that is told
 */
public record ToldLimit(
    Quantity quantity,
    long limit,
    long remaining,
    Optional<Duration> period,
    Optional<Duration> reset) {

  /** The period of most limits, and of those that do not tell theirs. */
  public static final Duration MINUTE = Duration.ofMinutes(1);

  /**
   * A limit.
   *
   * @throws IllegalArgumentException if it or its period is not above 0, or what is left below
   */
  public ToldLimit {
    requireNonNull(quantity, "quantity");
    requireNonNull(period, "period");
    requireNonNull(reset, "reset");
    if (limit <= 0 || remaining < 0 || !period.orElse(MINUTE).isPositive()) {
      throw new IllegalArgumentException(
          "a limit and its period must be above 0 and what remains 0 or more, but they are "
              + limit
              + ", "
              + period.orElse(MINUTE)
              + " and "
              + remaining);
    }
  }
}
