package dev.mainstay.policy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Whether calls wait their turn before a deployment's limits, and how many for how long.
 *
 * @param enabled whether a deployment's requests and tokens per minute are kept to, and what its
 *     answers and refusals teach of them; where not, only the attempts under way that were given
 *     ({@code Deployment.withMaxParallelRequests}) hold. On by default
 * @param maxQueue how many calls may wait for one deployment, from 0; 10,000 by default. One more
 *     goes elsewhere, or is told at once
 * @param maxQueueWait how long a call waits in line at most, above zero; 5 minutes by default. One
 *     that would wait longer goes elsewhere, or is told at once
 */
public record PacingPolicy(boolean enabled, int maxQueue, Duration maxQueueWait) {
  private static final PacingPolicy DEFAULT = new PacingPolicy(true, 10_000, Duration.ofMinutes(5));

  /**
   * A policy.
   *
   * @throws IllegalArgumentException if {@code maxQueue} is below 0, or {@code maxQueueWait} not
   *     above zero
   */
  public PacingPolicy {
    requireNonNull(maxQueueWait, "maxQueueWait");
    if (maxQueue < 0) {
      throw new IllegalArgumentException(
          "the most calls that wait for a deployment is " + maxQueue + "; use 0 or more");
    }
    if (!maxQueueWait.isPositive()) {
      throw new IllegalArgumentException(
          "the longest wait in line is " + maxQueueWait + "; use more than zero");
    }
  }

  /** The policy with every default. */
  public static PacingPolicy defaults() {
    return DEFAULT;
  }

  /** Nothing but {@code Deployment.withMaxParallelRequests} is kept to. */
  public static PacingPolicy disabled() {
    return DEFAULT.withEnabled(false);
  }

  /** This policy with pacing, or without. */
  public PacingPolicy withEnabled(boolean enabled) {
    return new PacingPolicy(enabled, maxQueue, maxQueueWait);
  }

  /**
   * This policy with another length of the lines.
   *
   * @throws IllegalArgumentException if it is below 0
   */
  public PacingPolicy withMaxQueue(int maxQueue) {
    return new PacingPolicy(enabled, maxQueue, maxQueueWait);
  }

  /**
   * This policy with another longest wait in line.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public PacingPolicy withMaxQueueWait(Duration maxQueueWait) {
    return new PacingPolicy(enabled, maxQueue, maxQueueWait);
  }

  /** How much longer is waited in line by one that has waited for {@code waited}. */
  public Duration patienceAfter(Duration waited) {
    requireNonNull(waited, "waited");
    return maxQueueWait.minus(waited);
  }
}
