package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.FinishReason;

/** An answer's end as OpenAI writes it. */
final class CanonicalFinish {
  private CanonicalFinish() {}

  /**
   * Puts the end into a choice: {@code finish_reason} in a word that OpenAI has, and the provider's
   * own beside it as OpenRouter does.
   */
  static void put(JsonObjectBuilder choice, Finished finished) {
    choice
        .put("finish_reason", word(finished.reason()))
        .put("native_finish_reason", finished.nativeReason());
  }

  // Clients' enumerations have no pause; to them it is an end.
  private static String word(FinishReason reason) {
    return switch (reason) {
      case STOP, PAUSE -> FinishReason.STOP.wireName();
      case LENGTH, TOOL_CALLS, CONTENT_FILTER -> reason.wireName();
    };
  }
}
