package dev.mainstay.policy;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The longest waits that a call makes itself. What would take longer ends it, and the exception
 * tells {@linkplain dev.mainstay.call.MainstayException#notWaited how long} that is: for whoever is
 * above the call and waits at less cost, as a workflow engine does.
 *
 * @param beforeRetry the longest wait of known length, before a retry or until a deployment wakes;
 *     zero or more; with zero a call asks no deployment again, though there would be no wait
 * @param inLine the longest wait in line, for a place among the attempts under way or for a turn
 *     within a rate that is kept, in one group; zero or more
 * @param room bounds how many calls wait at once; nothing where any number may
 */
public record WaitLimits(Duration beforeRetry, Duration inLine, Optional<WaitingRoom> room) {
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final WaitLimits NONE = new WaitLimits(FOREVER, FOREVER);

  /**
   * Limits.
   *
   * @throws IllegalArgumentException if one is below zero
   */
  public WaitLimits {
    Objects.requireNonNull(beforeRetry, "beforeRetry");
    Objects.requireNonNull(inLine, "inLine");
    Objects.requireNonNull(room, "room");
    if (beforeRetry.isNegative() || inLine.isNegative()) {
      throw new IllegalArgumentException(
          "the longest waits are " + beforeRetry + " and " + inLine + "; use zero or more");
    }
  }

  /**
   * Limits for any number of calls.
   *
   * @throws IllegalArgumentException if one is below zero
   */
  public WaitLimits(Duration beforeRetry, Duration inLine) {
    this(beforeRetry, inLine, Optional.empty());
  }

  /**
   * These limits with another longest wait of known length.
   *
   * @throws IllegalArgumentException if it is below zero
   */
  public WaitLimits withBeforeRetry(Duration longest) {
    return new WaitLimits(longest, inLine, room);
  }

  /**
   * These limits with another longest wait in line.
   *
   * @throws IllegalArgumentException if it is below zero
   */
  public WaitLimits withInLine(Duration longest) {
    return new WaitLimits(beforeRetry, longest, room);
  }

  /** These limits, and those of {@code room}, which other calls share. */
  public WaitLimits withRoom(WaitingRoom room) {
    return new WaitLimits(beforeRetry, inLine, Optional.of(room));
  }

  /** No limits. */
  public static WaitLimits none() {
    return NONE;
  }
}
