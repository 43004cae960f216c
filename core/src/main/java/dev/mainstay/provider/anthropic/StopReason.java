package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.FinishReason;
import java.util.Optional;

/** What a {@code stop_reason} means. https://docs.claude.com/en/api/handling-stop-reasons */
final class StopReason {
  private StopReason() {}

  /** The end that {@code message}, or the delta of one, tells. */
  static Optional<Finished> in(JsonObject message) {
    return message
        .text("stop_reason")
        .filter(word -> !word.isBlank())
        .map(word -> new Finished(reason(word), word));
  }

  // A word that nobody knows yet is an end like any other.
  private static FinishReason reason(String word) {
    return switch (word) {
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "refusal" -> FinishReason.CONTENT_FILTER;
      case "pause_turn" -> FinishReason.PAUSE;
      default -> FinishReason.STOP;
    };
  }
}
