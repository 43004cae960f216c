package dev.mainstay.provider.ollama;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.WholeConversation;
import dev.mainstay.provider.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WholeConversationTest {
  @Test
  void nothingElseIsLost() {
    WholeConversation.requireLossesOf(
        Wire.OLLAMA, "c2ln", chat -> read(Asking.anybody().sent(chat)));
  }

  private static JsonObject read(JsonObject body) {
    JsonObject schema = JsonObject.of("schema", body.get("format").orElseThrow());
    JsonObject format =
        JsonObject.builder().put("type", "json_schema").put("json_schema", schema).build();
    return body.without(Set.of("format"))
        .with(
            "messages",
            JsonArray.of(
                body.array("messages")
                    .orElseThrow()
                    .objects()
                    .map(WholeConversationTest::message)
                    .toList()))
        .with("response_format", format);
  }

  private static JsonObject message(JsonObject message) {
    JsonObjectBuilder read =
        message.without(Set.of("thinking", "images", "tool_name", "tool_calls")).toBuilder();
    message.text("thinking").ifPresent(thought -> read.put("reasoning_content", thought));
    message.array("images").ifPresent(images -> read.put("content", withImages(message, images)));
    message
        .array("tool_calls")
        .ifPresent(calls ->
            read.put(
                "tool_calls",
                JsonArray.of(calls.objects().map(WholeConversationTest::call).toList())));
    return read.build();
  }

  private static JsonArray withImages(JsonObject message, JsonArray images) {
    List<JsonValue> parts = new ArrayList<>();
    parts.add(
        JsonObject.builder()
            .put("type", "text")
            .put("text", message.text("content").orElseThrow())
            .build());
    for (JsonValue image : images) {
      String url = "data:image/png;base64," + ((JsonString) image).value();
      parts.add(
          JsonObject.builder()
              .put("type", "image_url")
              .put("image_url", JsonObject.of("url", new JsonString(url)))
              .build());
    }
    return JsonArray.of(parts);
  }

  private static JsonObject call(JsonObject call) {
    JsonObject function = call.object("function").orElseThrow();
    String arguments = function.object("arguments").orElseThrow().toJson();
    return call.with("type", "function").with("function", function.with("arguments", arguments));
  }
}
