package dev.mainstay.provider.cohere;

import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.FinishReason;
import dev.mainstay.provider.wire.ProviderError;
import java.util.Optional;

/** Why Cohere ends an answer. https://docs.cohere.com/reference/chat */
record FinishWord(String word) {

  /** The error that it is as good as, if it is. */
  Optional<ProviderError> error() {
    return switch (word) {
      case "ERROR" -> Optional.of(ProviderError.ofFinish(word, "server_error"));
      case "TIMEOUT" -> Optional.of(ProviderError.ofFinish(word, "timeout"));
      default -> Optional.empty();
    };
  }

  /** The end that it is. */
  Finished end() {
    FinishReason reason =
        switch (word) {
          case "MAX_TOKENS" -> FinishReason.LENGTH;
          case "TOOL_CALL" -> FinishReason.TOOL_CALLS;
          case "ERROR_TOXIC" -> FinishReason.CONTENT_FILTER;
          default -> FinishReason.STOP;
        };
    return new Finished(reason, word);
  }
}
