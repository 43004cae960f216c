package dev.mainstay.provider.bedrock;

import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.FinishReason;

/**
 * What a {@code stopReason} means.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
final class StopReason {
  private StopReason() {}

  /** The end that {@code word} tells; a word that nobody knows yet is an end like any other. */
  static Finished of(String word) {
    FinishReason reason =
        switch (word) {
          case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
          case "tool_use" -> FinishReason.TOOL_CALLS;
          case "guardrail_intervened", "content_filtered" -> FinishReason.CONTENT_FILTER;
          default -> FinishReason.STOP;
        };
    return new Finished(reason, word);
  }

  /** Whether the service itself calls what the model made malformed. */
  static boolean isMalformed(String word) {
    return word.startsWith("malformed");
  }
}
