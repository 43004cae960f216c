package dev.mainstay.provider;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What is known of one of a deployment's limits.
 *
 * @param source from where
 * @param quantity what is counted
 * @param period the time that it is for; nothing where it is for how many are under way at once
 * @param most how much is allowed in that time, or at once; above 0
 * @param available how much of it may be used at once as things stand, from 0
 */
public record KnownLimit(
    Source source, Quantity quantity, Optional<Duration> period, double most, double available) {

  /**
   * A limit.
   *
   * @throws IllegalArgumentException if it is not above 0, or what is available is below
   */
  public KnownLimit {
    requireNonNull(source, "source");
    requireNonNull(quantity, "quantity");
    requireNonNull(period, "period");
    if (!(most > 0 && available >= 0)) {
      throw new IllegalArgumentException(
          "a limit must be above 0 and what remains 0 or more, but they are "
              + most
              + " and "
              + available);
    }
  }

  /** From where a limit is known. */
  public enum Source {
    /** It is configured. */
    GIVEN,
    /** The headers of answers say so. */
    TOLD,
    /** Refusals, or answers that queued, have taught it. */
    LEARNT,
    /** It is what is tried while nothing is known, and rises until something is refused. */
    TRIED
  }
}
