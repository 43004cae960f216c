package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.FinishReason;
import java.util.Optional;

/**
 * What a {@code finishReason} means. https://ai.google.dev/api/generate-content#FinishReason
 *
 * @param word the provider's own word; a number where it was asked to write enumerations so
 * @param reason what it comes to
 * @param isSpoilt whether it says that the model's output came to nothing: an end only where
 *     something was said
 */
record FinishWord(String word, FinishReason reason, boolean isSpoilt) {

  /** The one of {@code candidate}, if it has come to its end. */
  static Optional<FinishWord> in(JsonObject candidate) {
    return word(candidate, "finishReason").map(FinishWord::of);
  }

  /** The reason why {@code answer}'s prompt was not answered, if it was not. */
  static Optional<FinishWord> ofPrompt(JsonObject answer) {
    return answer
        .object("promptFeedback")
        .flatMap(feedback -> word(feedback, "blockReason"))
        .map(word -> new FinishWord(word, FinishReason.CONTENT_FILTER, false));
  }

  private static Optional<String> word(JsonObject object, String name) {
    return object
        .get(name)
        .flatMap(value ->
            switch (value) {
              case JsonString(String word) -> Optional.of(word);
              case JsonNumber(String number) -> Optional.of(number);
              default -> Optional.empty();
            })
        .filter(word -> !word.isBlank() && !word.equals("0") && !word.endsWith("_UNSPECIFIED"));
  }

  // A word that nobody knows yet is an end like any other. The numbers are those on which Google's
  // two services agree.
  private static FinishWord of(String word) {
    return switch (word) {
      case "MAX_TOKENS", "2" -> new FinishWord(word, FinishReason.LENGTH, false);
      case "SAFETY",
          "3",
          "RECITATION",
          "4",
          "LANGUAGE",
          "6",
          "BLOCKLIST",
          "7",
          "PROHIBITED_CONTENT",
          "8",
          "SPII",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION",
          "MODEL_ARMOR" ->
          new FinishWord(word, FinishReason.CONTENT_FILTER, false);
      case "OTHER", "5", "IMAGE_OTHER", "NO_IMAGE" ->
          new FinishWord(word, FinishReason.CONTENT_FILTER, true);
      case "MALFORMED_FUNCTION_CALL",
          "MALFORMED_RESPONSE",
          "UNEXPECTED_TOOL_CALL",
          "TOO_MANY_TOOL_CALLS",
          "MISSING_THOUGHT_SIGNATURE" ->
          new FinishWord(word, FinishReason.STOP, true);
      default -> new FinishWord(word, FinishReason.STOP, false);
    };
  }
}
