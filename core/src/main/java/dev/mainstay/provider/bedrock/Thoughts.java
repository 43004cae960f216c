package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.ThoughtSignature;
import java.util.List;
import java.util.Optional;

/**
 * A model's thoughts with their signatures, as the member {@code thinking_blocks} of a message or a
 * delta, in the form in which LiteLLM's users know them and Anthropic's own API has them. Given
 * back with the message they make the next turn acceptable. In a stream each comes whole.
 */
final class Thoughts {
  static final String MEMBER = "thinking_blocks";

  private static final String TYPE = "type";
  private static final String THINKING = "thinking";
  private static final String REDACTED = "redacted_thinking";
  private static final String SIGNATURE = "signature";
  private static final String REASONING_CONTENT = "reasoningContent";

  private Thoughts() {}

  /** A thought that can be read. */
  static JsonObject open(String text, String signature) {
    return JsonObject.builder()
        .put(TYPE, THINKING)
        .put(THINKING, text)
        .put(SIGNATURE, signature)
        .build();
  }

  /** A thought that only the provider can read. */
  static JsonObject redacted(String data) {
    return JsonObject.builder().put(TYPE, REDACTED).put("data", data).build();
  }

  /** The member with {@code thoughts}; nothing where there are none. */
  static JsonObject member(List<JsonObject> thoughts) {
    return thoughts.isEmpty()
        ? JsonObject.empty()
        : JsonObject.of(MEMBER, JsonArray.of(List.<JsonValue>copyOf(thoughts)));
  }

  /**
   * {@code thought} as a block of Converse; nothing where it has no signature of Claude's: what
   * another model thought is refused.
   */
  static Optional<JsonObject> block(JsonObject thought) {
    return switch (thought.text(TYPE).orElse("")) {
      case THINKING ->
          thought
              .text(SIGNATURE)
              .filter(ThoughtSignature::isClaudes)
              .map(signature ->
                  JsonObject.builder()
                      .put("text", thought.text(THINKING).orElse(""))
                      .put(SIGNATURE, signature)
                      .build())
              .map(text -> block("reasoningText", text));
      case REDACTED -> thought.get("data").map(data -> block("redactedContent", data));
      default -> Optional.empty();
    };
  }

  private static JsonObject block(String kind, JsonValue content) {
    return JsonObject.of(REASONING_CONTENT, JsonObject.of(kind, content));
  }
}
