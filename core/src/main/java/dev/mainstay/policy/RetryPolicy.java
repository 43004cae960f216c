package dev.mainstay.policy;

import dev.mainstay.failure.Failure;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How often to retry.
 *
 * <pre>{@code
 * RetryPolicy.builder().retries(3).onRateLimit(5).onTimeout(0).build()
 * }</pre>
 *
 * <p>A count set for a kind of failure takes precedence over the general one; 0 means never. Every
 * attempt after the first counts, wherever it goes: another one may be made while the retries so
 * far are below the count for the latest failure.
 *
 * @param retries the general count, 0 to 100; where nothing is set, {@link #DEFAULT_RETRIES}
 * @param byKind the counts that are set for a kind, 0 to 100 each
 */
public record RetryPolicy(OptionalInt retries, Map<RetryKind, Integer> byKind) {
  /** The general count where nothing is set: 2, as in the vendors' own clients. */
  public static final int DEFAULT_RETRIES = 2;

  /** The largest count there may be. */
  public static final int MAX_RETRIES = 100;

  // A call makes at most this many attempts, or one more than its largest count if that is more.
  private static final int LEAST_MAX_ATTEMPTS = 10;

  private static final RetryPolicy DEFAULT = new RetryPolicy(OptionalInt.empty(), Map.of());

  /** A policy; checks the counts and copies the map. */
  public RetryPolicy {
    Objects.requireNonNull(retries, "retries");
    Objects.requireNonNull(byKind, "byKind");
    retries.ifPresent(count -> requireCount("retries", count));
    byKind.forEach((kind, count) ->
        requireCount(
            "retries on " + Objects.requireNonNull(kind, "kind"),
            Objects.requireNonNull(count, "count")));
    byKind = Map.copyOf(byKind);
  }

  /** The policy in which nothing is set. */
  public static RetryPolicy defaults() {
    return DEFAULT;
  }

  /** A builder in which nothing is set. */
  public static RetryPolicyBuilder builder() {
    return new RetryPolicyBuilder();
  }

  /** The policy with only a general count. */
  public static RetryPolicy of(int retries) {
    return builder().retries(retries).build();
  }

  /** This policy with everything that {@code stronger} sets. */
  public RetryPolicy overriddenBy(RetryPolicy stronger) {
    Objects.requireNonNull(stronger, "stronger");
    Map<RetryKind, Integer> merged = new EnumMap<>(RetryKind.class);
    merged.putAll(byKind);
    merged.putAll(stronger.byKind);
    return new RetryPolicy(stronger.retries.isPresent() ? stronger.retries : retries, merged);
  }

  /** This policy under a request's own count, which replaces all others but a kind's 0. */
  public RetryPolicy overriddenByRequest(int count) {
    Map<RetryKind, Integer> zeros = new EnumMap<>(RetryKind.class);
    byKind.forEach((kind, set) -> {
      if (set == 0) {
        zeros.put(kind, 0);
      }
    });
    return new RetryPolicy(OptionalInt.of(count), zeros);
  }

  /** The general count in force. */
  public int general() {
    return retries.orElse(DEFAULT_RETRIES);
  }

  /** Whether nothing is retried, whatever the failure. */
  public boolean isOff() {
    return general() == 0 && byKind.values().stream().allMatch(count -> count == 0);
  }

  /** How often {@code failure} may be answered by asking the same deployment. */
  public int limitOnSame(Failure failure) {
    return explicit(failure).orElse(general());
  }

  /** How often {@code failure} may be answered by asking another deployment of the group. */
  public int limitElsewhere(Failure failure) {
    return Math.max(limitOnSame(failure), general());
  }

  /** The count set for the kind of {@code failure}. */
  public OptionalInt explicit(Failure failure) {
    return RetryKind.of(failure).map(byKind::get).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /** The most attempts a call may make, over all its groups. */
  public int maxAttempts() {
    int largest = byKind.values().stream().reduce(general(), Math::max);
    return Math.max(LEAST_MAX_ATTEMPTS, 1 + largest);
  }

  static void requireCount(String what, int count) {
    if (count < 0 || count > MAX_RETRIES) {
      throw new IllegalArgumentException(
          what + " is " + count + "; use 0 (never) to " + MAX_RETRIES);
    }
  }
}
