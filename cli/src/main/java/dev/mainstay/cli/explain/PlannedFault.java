package dev.mainstay.cli.explain;

import dev.mainstay.failure.Failure;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What an attempt meets. */
sealed interface PlannedFault {
  /** How an attempt is written that meets nothing bad. */
  String NONE = "ok";

  /** How it is written that a stream breaks after output. */
  String AFTER_OUTPUT = "@output";

  /** An answer. */
  record Answers() implements PlannedFault {}

  /** A failure before any output. */
  record Fails(Failure failure) implements PlannedFault {}

  /** Nothing at all, until a timer runs out. */
  record IsSilent() implements PlannedFault {}

  /** A failure after the first output of a stream. */
  record BreaksOff(Failure failure) implements PlannedFault {}

  /**
   * The fault that is written {@code text}: a kind, {@code RateLimited:20} with a hint in seconds,
   * {@code Truncated@output} after output, or {@code ok}.
   *
   * @throws IllegalArgumentException if there is none; the message names those there are
   */
  static PlannedFault parse(String text) {
    if (text.equalsIgnoreCase(NONE)) {
      return new Answers();
    }
    boolean late = text.toLowerCase(Locale.ROOT).endsWith(AFTER_OUTPUT);
    String bare = late ? text.substring(0, text.length() - AFTER_OUTPUT.length()) : text;
    int colon = bare.indexOf(':');
    String name = colon < 0 ? bare : bare.substring(0, colon);
    Optional<Duration> hint =
        colon < 0 ? Optional.empty() : Optional.of(hint(bare.substring(colon + 1), text));
    FaultKind kind = FaultKind.named(name).orElseThrow(() -> unknown(name));
    if (late) {
      return new BreaksOff(kind.failure(hint));
    }
    return kind == FaultKind.TIMED_OUT && hint.isEmpty()
        ? new IsSilent()
        : new Fails(kind.failure(hint));
  }

  private static Duration hint(String seconds, String text) {
    try {
      double value = Double.parseDouble(seconds);
      if (value > 0 && value < 1e9) {
        return Duration.ofNanos((long) (value * 1e9));
      }
    } catch (NumberFormatException e) {
      // Told below, with what is out of range.
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' has no hint behind its colon; write seconds above 0 there, as in RateLimited:20");
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "'"
            + name
            + "' is not a failure; use one of "
            + String.join(", ", FaultKind.names())
            + ", or ok");
  }
}
