package dev.mainstay.pace;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A deployment's limits as its owner gives them: ceilings, whatever its answers teach.
 *
 * @param requestsPerMinute requests in any minute, above 0
 * @param tokensPerMinute tokens read and written in any minute, above 0
 * @param inFlight attempts under way at once, above 0
 */
public record GivenLimits(
    OptionalLong requestsPerMinute, OptionalLong tokensPerMinute, OptionalInt inFlight) {
  private static final GivenLimits NONE =
      new GivenLimits(OptionalLong.empty(), OptionalLong.empty(), OptionalInt.empty());

  /** Checks that what is given is above 0. */
  public GivenLimits {
    requireNonNull(requestsPerMinute, "requestsPerMinute");
    requireNonNull(tokensPerMinute, "tokensPerMinute");
    requireNonNull(inFlight, "inFlight");
    if (requestsPerMinute.orElse(1) <= 0
        || tokensPerMinute.orElse(1) <= 0
        || inFlight.orElse(1) <= 0) {
      throw new IllegalArgumentException(
          "limits must be above 0, but they are "
              + requestsPerMinute
              + ", "
              + tokensPerMinute
              + " and "
              + inFlight);
    }
  }

  /** Nothing is given. */
  public static GivenLimits none() {
    return NONE;
  }

  /** These with a limit on requests per minute, above 0. */
  public GivenLimits withRequestsPerMinute(long requests) {
    return new GivenLimits(OptionalLong.of(requests), tokensPerMinute, inFlight);
  }

  /** These with a limit on tokens per minute, above 0. */
  public GivenLimits withTokensPerMinute(long tokens) {
    return new GivenLimits(requestsPerMinute, OptionalLong.of(tokens), inFlight);
  }

  /** These with a limit on attempts under way at once, above 0. */
  public GivenLimits withInFlight(int attempts) {
    return new GivenLimits(requestsPerMinute, tokensPerMinute, OptionalInt.of(attempts));
  }

  /** These limits and {@code others}: of each kind the lower. */
  public GivenLimits and(GivenLimits others) {
    return new GivenLimits(
        lower(requestsPerMinute, others.requestsPerMinute),
        lower(tokensPerMinute, others.tokensPerMinute),
        inFlight.isEmpty() || others.inFlight.isEmpty()
            ? (inFlight.isEmpty() ? others.inFlight : inFlight)
            : OptionalInt.of(Math.min(inFlight.getAsInt(), others.inFlight.getAsInt())));
  }

  /** Of these the limit on attempts under way at once. */
  public GivenLimits inFlightOnly() {
    return new GivenLimits(OptionalLong.empty(), OptionalLong.empty(), inFlight);
  }

  private static OptionalLong lower(OptionalLong one, OptionalLong other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
  }

  /** Whether nothing is known of how much may go out in a minute, or at once. */
  boolean areNone() {
    return requestsPerMinute.isEmpty() && tokensPerMinute.isEmpty() && inFlight.isEmpty();
  }
}
