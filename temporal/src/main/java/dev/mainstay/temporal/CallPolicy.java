package dev.mainstay.temporal;

import dev.mainstay.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * What a durable call may take: it travels with the call, and holds no key.
 *
 * @param owner who retries; Temporal by default
 * @param passes how many passes Temporal makes where it owns the retries, 1 to 100; 3 by default,
 *     with 1 s, 2 s, 4 s …, at most 30 s between them, or as long as a provider asks
 * @param numRetries how often Mainstay retries in a model group, and again in each of its
 *     fallbacks, 0 to 100; 3 by default. With the first attempts that comes to 10 at most, or to 1
 *     + {@code numRetries} if that is more: over the whole call where Mainstay owns the retries; in
 *     one pass where Temporal does, which asks each deployment once
 * @param handOver the longest wait that Mainstay makes in a worker's slot, where it owns the
 *     retries; longer ones are handed to Temporal. For a place in line it is the limit whoever owns
 *     them. 10 s by default, zero to 365 days
 * @param deadline how long the call may take from when it was scheduled, over all attempts and
 *     waits, a millisecond to 365 days; 30 min by default
 * @param onSinkFailure what becomes of a streamed call whose sink fails; to fail by default
 */
public record CallPolicy(
    RetryOwner owner,
    int passes,
    int numRetries,
    Duration handOver,
    Duration deadline,
    OnSinkFailure onSinkFailure) {
  private static final int MOST = 100;
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final CallPolicy DEFAULT =
      new CallPolicy(
          RetryOwner.TEMPORAL,
          3,
          3,
          Duration.ofSeconds(10),
          Duration.ofMinutes(30),
          OnSinkFailure.FAIL);

  /** What becomes of a streamed call whose sink fails. */
  public enum OnSinkFailure {
    /** It fails. */
    FAIL,
    /** It goes on without the sink, and its {@link StreamedAnswer} says so. */
    GO_ON
  }

  /**
   * A policy.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public CallPolicy {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(handOver, "handOver");
    Objects.requireNonNull(deadline, "deadline");
    Objects.requireNonNull(onSinkFailure, "onSinkFailure");
    if (passes < 1 || passes > MOST) {
      throw new IllegalArgumentException("passes are " + passes + "; use 1 to " + MOST);
    }
    if (numRetries < 0 || numRetries > MOST) {
      throw new IllegalArgumentException("numRetries is " + numRetries + "; use 0 to " + MOST);
    }
    if (handOver.isNegative() || isTooLong(handOver)) {
      throw new IllegalArgumentException("handOver is " + handOver + "; use zero to 365 days");
    }
    if (deadline.compareTo(SHORTEST) < 0 || isTooLong(deadline)) {
      throw new IllegalArgumentException(
          "the deadline is " + deadline + "; use a millisecond to 365 days");
    }
  }

  private static boolean isTooLong(Duration duration) {
    return duration.compareTo(LONGEST) > 0;
  }

  /** Temporal owns the retries, with every default. */
  public static CallPolicy defaults() {
    return DEFAULT;
  }

  /** This policy with another owner of retries. */
  public CallPolicy withOwner(RetryOwner owner) {
    return new CallPolicy(owner, passes, numRetries, handOver, deadline, onSinkFailure);
  }

  /**
   * This policy with another number of passes.
   *
   * @throws IllegalArgumentException if it is below 1 or above 100
   */
  public CallPolicy withPasses(int passes) {
    return new CallPolicy(owner, passes, numRetries, handOver, deadline, onSinkFailure);
  }

  /**
   * This policy with another number of Mainstay's retries in a group.
   *
   * @throws IllegalArgumentException if it is below 0 or above 100
   */
  public CallPolicy withNumRetries(int numRetries) {
    return new CallPolicy(owner, passes, numRetries, handOver, deadline, onSinkFailure);
  }

  /**
   * This policy with another longest wait in a worker's slot.
   *
   * @throws IllegalArgumentException if it is below zero or above 365 days
   */
  public CallPolicy withHandOver(Duration handOver) {
    return new CallPolicy(owner, passes, numRetries, handOver, deadline, onSinkFailure);
  }

  /**
   * This policy with another deadline.
   *
   * @throws IllegalArgumentException if it is below a millisecond or above 365 days
   */
  public CallPolicy withDeadline(Duration deadline) {
    return new CallPolicy(owner, passes, numRetries, handOver, deadline, onSinkFailure);
  }

  /** This policy with another answer to a sink that fails. */
  public CallPolicy withOnSinkFailure(OnSinkFailure onSinkFailure) {
    return new CallPolicy(owner, passes, numRetries, handOver, deadline, onSinkFailure);
  }

  /** The policy as it travels. */
  public JsonObject json() {
    return JsonObject.builder()
        .put("owner", word(owner))
        .put("passes", passes)
        .put("retries", numRetries)
        .put("hand_over_ms", handOver.toMillis())
        .put("deadline_ms", deadline.toMillis())
        .put("on_sink_failure", word(onSinkFailure))
        .build();
  }

  /**
   * The policy that travelled as {@code json}; what it does not tell is the default.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static CallPolicy of(JsonObject json) {
    return new CallPolicy(
        json.text("owner").map(word -> RetryOwner.valueOf(name(word))).orElse(DEFAULT.owner),
        number(json, "passes", DEFAULT.passes),
        number(json, "retries", DEFAULT.numRetries),
        millis(json, "hand_over_ms", DEFAULT.handOver),
        millis(json, "deadline_ms", DEFAULT.deadline),
        json.text("on_sink_failure")
            .map(word -> OnSinkFailure.valueOf(name(word)))
            .orElse(DEFAULT.onSinkFailure));
  }

  private static int number(JsonObject json, String name, int orElse) {
    return Math.toIntExact(json.number(name).orElse(orElse));
  }

  private static Duration millis(JsonObject json, String name, Duration orElse) {
    return Duration.ofMillis(json.number(name).orElse(orElse.toMillis()));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String name(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
