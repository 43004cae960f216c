package dev.mainstay.policy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * When a deployment cools down after failures, and for how long.
 *
 * <pre>{@code
 * HealthPolicy.defaults().withAllowedFails(5).withCooldown(Duration.ofSeconds(10))
 * }</pre>
 *
 * @param allowedFails how many failures in a row that count send it into a cooldown, 0 or more,
 *     where 0 is as 1; where nothing is set, 3, or more than half of at least 10 outcomes in the
 *     last 30 s
 * @param allowedFailsByKind the same for failures of a kind, counted apart; 0 or more
 * @param cooldown how long it cools down at first after failures that count, and after a rate limit
 *     without a hint; 5 s by default. Every failed probe doubles it, to 30 s; to 15 s where the
 *     call that probed has somewhere else to go
 * @param enabled whether it cools down at all
 */
public record HealthPolicy(
    OptionalInt allowedFails,
    Map<RetryKind, Integer> allowedFailsByKind,
    Duration cooldown,
    boolean enabled) {
  /** How many failures in a row send a deployment into a cooldown where nothing is set. */
  public static final int DEFAULT_ALLOWED_FAILS = 3;

  private static final HealthPolicy DEFAULT =
      new HealthPolicy(OptionalInt.empty(), Map.of(), Duration.ofSeconds(5), true);

  /**
   * A policy; copies the map.
   *
   * @throws IllegalArgumentException if a count is below 0, or the cooldown not above zero
   */
  public HealthPolicy {
    Objects.requireNonNull(allowedFails, "allowedFails");
    Objects.requireNonNull(allowedFailsByKind, "allowedFailsByKind");
    Objects.requireNonNull(cooldown, "cooldown");
    allowedFails.ifPresent(fails -> requireCount("allowed fails", fails));
    allowedFailsByKind.forEach((kind, fails) ->
        requireCount(
            "allowed fails of " + Objects.requireNonNull(kind, "kind"),
            Objects.requireNonNull(fails, "fails")));
    allowedFailsByKind = Map.copyOf(allowedFailsByKind);
    if (!cooldown.isPositive()) {
      throw new IllegalArgumentException(
          "the cooldown is " + cooldown + "; use a duration above zero");
    }
  }

  /** The policy by which nothing ever cools down. */
  public static HealthPolicy disabled() {
    return DEFAULT.withEnabled(false);
  }

  /** The policy with every default. */
  public static HealthPolicy defaults() {
    return DEFAULT;
  }

  /**
   * This policy with another count of failures in a row, 0 or more.
   *
   * @throws IllegalArgumentException if it is below 0
   */
  public HealthPolicy withAllowedFails(int fails) {
    return new HealthPolicy(OptionalInt.of(fails), allowedFailsByKind, cooldown, enabled);
  }

  /**
   * This policy with another count for failures of {@code kind}, 0 or more.
   *
   * @throws IllegalArgumentException if it is below 0
   */
  public HealthPolicy withAllowedFails(RetryKind kind, int fails) {
    Objects.requireNonNull(kind, "kind");
    Map<RetryKind, Integer> byKind = new EnumMap<>(RetryKind.class);
    byKind.putAll(allowedFailsByKind);
    byKind.put(kind, fails);
    return new HealthPolicy(allowedFails, byKind, cooldown, enabled);
  }

  /**
   * This policy with another first cooldown.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public HealthPolicy withCooldown(Duration cooldown) {
    return new HealthPolicy(allowedFails, allowedFailsByKind, cooldown, enabled);
  }

  /** This policy with cooldowns, or without. */
  public HealthPolicy withEnabled(boolean enabled) {
    return new HealthPolicy(allowedFails, allowedFailsByKind, cooldown, enabled);
  }

  private static void requireCount(String what, int fails) {
    if (fails < 0) {
      throw new IllegalArgumentException(what + " is " + fails + "; use 0 or more");
    }
  }
}
