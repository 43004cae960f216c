package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.ObjectList;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.Set;

/**
 * What of a conversation only Anthropic or Gemini understands, such as signed thoughts, cache marks
 * and sources: it is there after a fallback in mid-conversation, or from a caller of {@code
 * /v1/messages}. Vendors who refuse members they do not know are not sent it.
 */
final class ForeignMembers {
  private static final Set<String> OF_MESSAGE =
      Set.of(
          "thinking_blocks",
          "reasoning_details",
          "content_blocks",
          "cache_control",
          "is_error",
          "images",
          "content_parts",
          "groundingMetadata",
          "citationMetadata",
          "urlContextMetadata",
          "safetyRatings",
          "finishMessage");
  private static final Set<String> THOUGHTS =
      Set.of("reasoning", "reasoning_content", "reasoning_details", "thinking_blocks");
  private static final Set<String> OTHERS_THOUGHTS =
      Set.of("reasoning_content", "reasoning_details", "thinking_blocks");
  private static final Set<String> OF_PART = Set.of("cache_control", "citations");
  private static final Set<String> OF_CALL = Set.of("cache_control", "extra_content");
  private static final Set<String> OF_REQUEST = Set.of("anthropic_beta");
  private static final Set<String> ANTHROPICS =
      Set.of("document", "search_result", "container_upload", "image");
  private static final String TAKEN = "text, image_url, input_audio or file";

  private ForeignMembers() {}

  /**
   * {@code request} as {@code vendor} takes it; the very same where it has none of them.
   *
   * @throws UnsupportedException if a strict vendor is asked with a part of Anthropic's, which
   *     would be missed
   */
  static JsonObject remove(Vendor vendor, JsonObject request) {
    Set<String> refused =
        vendor.has(Vendor.Quirk.NO_THOUGHTS)
            ? THOUGHTS
            : vendor.has(Vendor.Quirk.OWN_THOUGHTS) ? OTHERS_THOUGHTS : Set.of();
    JsonObject known =
        refused.isEmpty()
            ? request
            : ObjectList.changed(request, "messages", message -> message.without(refused));
    return vendor.has(Vendor.Quirk.STRICT) ? withoutForeign(vendor, known) : known;
  }

  private static JsonObject withoutForeign(Vendor vendor, JsonObject request) {
    JsonObject own = request.without(OF_REQUEST);
    JsonObject said = ObjectList.changed(own, "messages", message -> message(vendor, message));
    return ObjectList.changed(said, "tools", tool -> tool.without(OF_PART));
  }

  private static JsonObject message(Vendor vendor, JsonObject message) {
    JsonObject own = message.without(OF_MESSAGE);
    JsonObject parts = ObjectList.changed(own, "content", part -> part(vendor, part));
    return ObjectList.changed(parts, "tool_calls", call -> call.without(OF_CALL));
  }

  private static JsonObject part(Vendor vendor, JsonObject part) {
    String type = part.text("type").orElse("");
    if (ANTHROPICS.contains(type)) {
      throw UnsupportedException.part(vendor.name(), type, TAKEN);
    }
    return part.without(OF_PART);
  }
}
