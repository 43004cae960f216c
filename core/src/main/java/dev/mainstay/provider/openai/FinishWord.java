package dev.mainstay.provider.openai;

import dev.mainstay.model.FinishReason;
import java.util.Locale;

/** What a {@code finish_reason} means: an end of an answer, or of an attempt. */
sealed interface FinishWord {

  /** The answer is whole. */
  record Ends(FinishReason reason) implements FinishWord {}

  /** The provider gave up, as an error of the code {@code code} would say. */
  record Fails(String code) implements FinishWord {}

  /**
   * The provider itself calls what the model made malformed; an end only where something was said.
   */
  record Spoils(FinishReason reason) implements FinishWord {}

  static FinishWord of(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "length", "max_tokens", "max_output_tokens", "model_length" ->
          new Ends(FinishReason.LENGTH);
      case "tool_calls", "tool_call", "tool_use", "function_call" ->
          new Ends(FinishReason.TOOL_CALLS);
      case "pause", "pause_turn" -> new Ends(FinishReason.PAUSE);
      case "refusal", "safety", "content_filtered" -> new Ends(FinishReason.CONTENT_FILTER);
      case "error", "abort" -> new Fails("server_error");
      // https://api-docs.deepseek.com/api/create-chat-completion
      case "insufficient_system_resource" -> new Fails("overloaded_error");
      default -> ofOther(lower);
    };
  }

  // Google's front for this dialect writes "content_filter: ..." and "function_call_filter:
  // MALFORMED_FUNCTION_CALL". A word nobody knows yet is an end like any other.
  private static FinishWord ofOther(String word) {
    if (word.contains("malformed") || word.contains("unexpected_tool_call")) {
      return new Spoils(FinishReason.STOP);
    }
    return new Ends(
        word.startsWith("content_filter") ? FinishReason.CONTENT_FILTER : FinishReason.STOP);
  }
}
