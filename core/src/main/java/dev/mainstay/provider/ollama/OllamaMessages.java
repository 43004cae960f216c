package dev.mainstay.provider.ollama;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonSlice;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.CallArguments;
import dev.mainstay.provider.wire.DataUrl;
import dev.mainstay.provider.wire.ResultOrder;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a conversation: texts in one, pictures beside them, arguments of tools as objects. */
final class OllamaMessages {
  private static final String CONTENT = "content";
  private static final String CALLS = "tool_calls";
  private static final String TOOL = "tool";

  private final Map<String, String> toolNames = new HashMap<>();

  private OllamaMessages() {}

  /**
   * The messages.
   *
   * @throws UnsupportedException if one has a part that is not taken
   */
  static JsonArray of(JsonArray messages) {
    OllamaMessages writer = new OllamaMessages();
    return JsonArray.of(ResultOrder.ofCalls(messages).objects().map(writer::message).toList());
  }

  private JsonObject message(JsonObject message) {
    String role = role(message);
    JsonObjectBuilder out = JsonObject.builder().put("role", role);
    content(message.get(CONTENT).orElse(JsonNull.NULL), out);
    message
        .text("reasoning_content")
        .or(() -> message.text("reasoning"))
        .ifPresent(thought -> out.put("thinking", thought));
    List<JsonValue> calls =
        message.array(CALLS).stream().flatMap(JsonArray::objects).map(this::call).toList();
    if (!calls.isEmpty()) {
      out.put(CALLS, JsonArray.of(calls));
    }
    if (role.equals(TOOL)) {
      String id = message.text("tool_call_id").orElse("");
      message
          .text("name")
          .or(() -> Optional.ofNullable(toolNames.get(id)))
          .ifPresent(name -> out.put("tool_name", name));
      if (!id.isEmpty()) {
        out.put("tool_call_id", id);
      }
    }
    return out.build();
  }

  private static String role(JsonObject message) {
    String role = message.text("role").orElse("");
    return switch (role) {
      case "developer" -> "system";
      case "system", "user", "assistant", TOOL -> role;
      default -> throw UnsupportedException.role(OllamaProvider.NAME, role);
    };
  }

  private JsonValue call(JsonObject call) {
    JsonObject function = call.object("function").orElse(JsonObject.empty());
    String name = function.text("name").orElse("");
    JsonObjectBuilder out = JsonObject.builder();
    call.text("id")
        .filter(id -> !id.isEmpty())
        .ifPresent(id -> {
          toolNames.put(id, name);
          out.put("id", id);
        });
    JsonObject written =
        JsonObject.builder().put("name", name).put("arguments", CallArguments.of(function)).build();
    return out.put("function", written).build();
  }

  private static void content(JsonValue content, JsonObjectBuilder out) {
    List<String> texts = new ArrayList<>();
    List<JsonSlice> images = new ArrayList<>();
    switch (content) {
      case JsonString(String text) -> texts.add(text);
      case JsonArray parts -> parts.forEach(part -> part(part, texts, images));
      default -> {}
    }
    out.put(CONTENT, String.join("\n", texts));
    if (!images.isEmpty()) {
      out.put("images", JsonArray.ofSlices(images));
    }
  }

  private static void part(JsonValue value, List<String> texts, List<JsonSlice> images) {
    if (value instanceof JsonString(String text)) {
      texts.add(text);
      return;
    }
    JsonObject part = value instanceof JsonObject object ? object : JsonObject.empty();
    switch (part.text("type").orElse("")) {
      case "text" -> texts.add(part.text("text").orElse(""));
      case "refusal" -> texts.add(part.text("refusal").orElse(""));
      case "image_url" -> images.add(image(part));
      default ->
          throw UnsupportedException.part(
              OllamaProvider.NAME, part.text("type").orElse(""), "text or image_url");
    }
  }

  private static JsonSlice image(JsonObject part) {
    return DataUrl.of(DataUrl.at(part, "image_url"))
        .map(DataUrl::data)
        .orElseThrow(() ->
            new UnsupportedException(
                "messages",
                OllamaProvider.NAME
                    + " does not take 'messages' with pictures that it would have to fetch; send"
                    + " them as data: URLs in base64"));
  }
}
