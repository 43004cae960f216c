package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.ChatEvent.ToolCallDelta;

/** A tool call, or a piece of one, as OpenAI writes it. */
final class CanonicalToolCall {
  private CanonicalToolCall() {}

  /** A stream's piece; id, type and name stand in the first one only. */
  static JsonObject piece(ToolCallDelta delta) {
    JsonObjectBuilder call = JsonObject.builder().put("index", delta.index());
    JsonObjectBuilder function = JsonObject.builder();
    if (!delta.id().isEmpty()) {
      call.put("id", delta.id());
    }
    if (!delta.name().isEmpty()) {
      call.put("type", "function");
      function.put("name", delta.name());
    }
    function.put("arguments", delta.arguments());
    return call.put("function", function.build()).build();
  }

  /** A whole call. */
  static JsonObject whole(String id, String name, String arguments) {
    JsonObject function =
        JsonObject.builder().put("name", name).put("arguments", arguments).build();
    return JsonObject.builder()
        .put("id", id)
        .put("type", "function")
        .put("function", function)
        .build();
  }
}
