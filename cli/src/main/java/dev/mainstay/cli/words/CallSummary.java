package dev.mainstay.cli.words;

import dev.mainstay.call.Attempt;
import dev.mainstay.call.CallMetadata;
import java.util.stream.Collectors;

/** What became of a call, in a line. */
public final class CallSummary {
  private CallSummary() {}

  /**
   * The story that {@code metadata} tells, as in {@code openai/gpt-4o, 2 attempts (RateLimited,
   * Succeeded), 1.3 s}.
   */
  public static String of(CallMetadata metadata) {
    int attempts = metadata.attempts().size();
    String outcomes =
        metadata.attempts().stream()
            .map(Attempt::outcome)
            .map(Attempt.Outcome::word)
            .collect(Collectors.joining(", "));
    return metadata.deployment().orElse(metadata.group())
        + ", "
        + attempts
        + (attempts == 1 ? " attempt (" : " attempts (")
        + outcomes
        + "), "
        + Durations.say(metadata.duration());
  }
}
