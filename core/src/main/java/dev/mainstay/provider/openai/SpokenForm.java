package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A message's JSON as clients of OpenAI's read it: what was thought in {@code reasoning_content},
 * also where its provider calls it otherwise, and the content as one text, also where it comes in
 * parts.
 */
final class SpokenForm {
  private static final String CONTENT = "content";
  private static final String THOUGHTS = "reasoning_content";
  private static final String REFUSAL = "refusal";
  // Where Gemini's go that OpenAI has no word for.
  private static final String FOREIGN_PARTS = "content_parts";
  private static final Set<String> SAID = Set.of("text", "output_text", "thinking", REFUSAL);

  private SpokenForm() {}

  /**
   * {@code message} in that form, if anything of it is changed.
   *
   * @param repaired the message as it was changed already; given back as it is where it is in that
   *     form
   * @param said what the message says
   */
  static Optional<JsonObject> of(
      JsonObject message, Optional<JsonObject> repaired, List<ChatEvent> said) {
    Optional<JsonArray> parts = message.array(CONTENT);
    boolean isMisnamed = hasThoughts(said) && message.text(THOUGHTS).orElse("").isEmpty();
    if (parts.isEmpty() && !isMisnamed) {
      return repaired;
    }
    Words words = Words.of(said);
    JsonObject form = repaired.orElse(message);
    if (parts.isPresent()) {
      form = joined(form, parts.get(), words);
    }
    return Optional.of(isMisnamed ? form.with(THOUGHTS, words.thoughts.toString()) : form);
  }

  private static boolean hasThoughts(List<ChatEvent> said) {
    for (ChatEvent event : said) {
      if (event instanceof ReasoningDelta) {
        return true;
      }
    }
    return false;
  }

  private static JsonObject joined(JsonObject message, JsonArray parts, Words words) {
    String text = words.text.toString();
    JsonObject form = message.with(CONTENT, text.isEmpty() ? JsonNull.NULL : new JsonString(text));
    if (!words.refusal.isEmpty()) {
      form = form.with(REFUSAL, words.refusal.toString());
    }
    List<JsonValue> foreign = parts.items().stream().filter(SpokenForm::isForeign).toList();
    return foreign.isEmpty() ? form : form.with(FOREIGN_PARTS, JsonArray.of(foreign));
  }

  private static boolean isForeign(JsonValue part) {
    return part instanceof JsonObject object && !SAID.contains(object.text("type").orElse("text"));
  }

  private record Words(StringBuilder text, StringBuilder thoughts, StringBuilder refusal) {
    static Words of(List<ChatEvent> said) {
      Words words = new Words(new StringBuilder(), new StringBuilder(), new StringBuilder());
      for (ChatEvent event : said) {
        switch (event) {
          case TextDelta(String piece) -> words.text.append(piece);
          case ReasoningDelta(String piece) -> words.thoughts.append(piece);
          case RefusalDelta(String piece) -> words.refusal.append(piece);
          default -> {}
        }
      }
      return words;
    }
  }
}
