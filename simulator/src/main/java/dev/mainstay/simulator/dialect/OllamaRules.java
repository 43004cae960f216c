package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** What Ollama refuses in a request: what is not of the types that its server reads. */
final class OllamaRules {
  private OllamaRules() {}

  /** Why {@code body} is refused. */
  static Optional<String> refused(JsonObject body) {
    if (body.text("model").orElse("").isEmpty()) {
      return Optional.of("model is required");
    }
    List<JsonObject> messages = body.array("messages").orElse(JsonArray.of()).objects().toList();
    return messages.stream().flatMap(message -> broken(message).stream()).findFirst();
  }

  private static Optional<String> broken(JsonObject message) {
    JsonValue content = message.get("content").orElse(JsonNull.NULL);
    if (!(content instanceof JsonString) && content != JsonNull.NULL) {
      return unreadable("content", "string");
    }
    boolean hasOtherArguments =
        message.array("tool_calls").stream()
            .flatMap(JsonArray::objects)
            .flatMap(call -> call.object("function").stream())
            .anyMatch(function ->
                function.hasValue("arguments") && function.object("arguments").isEmpty());
    if (hasOtherArguments) {
      return unreadable("tool_calls.function.arguments", "map[string]interface {}");
    }
    boolean hasOtherImages =
        message.array("images").stream()
            .flatMap(images -> images.items().stream())
            .anyMatch(image -> !(image instanceof JsonString(String data)) || data.contains(":"));
    return hasOtherImages ? Optional.of("illegal base64 data at input byte 4") : Optional.empty();
  }

  private static Optional<String> unreadable(String field, String type) {
    return Optional.of(
        "json: cannot unmarshal into Go struct field ChatRequest.messages."
            + field
            + " of type "
            + type);
  }
}
