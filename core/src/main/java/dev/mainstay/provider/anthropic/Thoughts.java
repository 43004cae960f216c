package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.Choice;
import dev.mainstay.provider.wire.ThoughtSignature;
import java.util.List;
import java.util.Set;

/**
 * A model's thoughts with their signatures, as the member {@code thinking_blocks} of a message or a
 * delta, which is where LiteLLM's users know them. Given back with the message they make the next
 * turn acceptable. In a stream each comes whole, in one delta.
 */
final class Thoughts {
  static final String MEMBER = "thinking_blocks";

  private static final Set<String> BLOCKS = Set.of("thinking", "redacted_thinking");

  private Thoughts() {}

  /** Those of {@code choice} that are blocks of this dialect, whoever signed them. */
  static List<JsonObject> blocks(Choice choice) {
    return choice.thoughts().stream()
        .filter(thought -> thought.text("type").filter(BLOCKS::contains).isPresent())
        .toList();
  }

  /** Those of {@code thoughts} that Claude signed. */
  static List<JsonObject> own(JsonArray thoughts) {
    return thoughts.objects().filter(thought -> !isForeign(thought)).toList();
  }

  /**
   * Whether a turn of {@code request}, which is one to the Messages API, has a thought of another
   * provider's.
   */
  static boolean hasForeign(JsonObject request) {
    return request.array("messages").stream()
        .flatMap(JsonArray::objects)
        .flatMap(turn -> turn.array("content").stream().flatMap(JsonArray::objects))
        .anyMatch(Thoughts::isForeign);
  }

  private static boolean isForeign(JsonObject block) {
    return block.text("type").filter("thinking"::equals).isPresent()
        && !ThoughtSignature.isClaudes(block.text("signature").orElse(""));
  }

  static JsonObject of(JsonValue thought) {
    return of(List.of(thought));
  }

  static JsonObject of(List<? extends JsonValue> thoughts) {
    return thoughts.isEmpty() ? JsonObject.empty() : JsonObject.of(MEMBER, JsonArray.of(thoughts));
  }
}
