package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import java.util.List;

/**
 * A model's thoughts with their signatures, as the member {@code thinking_blocks} of a message or a
 * delta, which is where LiteLLM's users know them. Given back with the message they make the next
 * turn acceptable. In a stream each comes whole, in one delta.
 */
final class Thoughts {
  static final String MEMBER = "thinking_blocks";

  private Thoughts() {}

  static JsonObject of(JsonValue thought) {
    return of(List.of(thought));
  }

  static JsonObject of(List<? extends JsonValue> thoughts) {
    return thoughts.isEmpty() ? JsonObject.empty() : JsonObject.of(MEMBER, JsonArray.of(thoughts));
  }
}
