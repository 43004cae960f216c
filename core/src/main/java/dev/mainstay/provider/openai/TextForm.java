package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import java.util.List;

/** What comes of a text completion, as what comes of a chat: the text is the assistant's. */
final class TextForm {
  private TextForm() {}

  /** A chunk of a stream. */
  static JsonObject chunk(JsonObject chunk) {
    return of(chunk, "chat.completion.chunk", "delta", JsonObject.empty());
  }

  /** A whole answer. */
  static JsonObject answer(JsonObject answer) {
    return of(
        answer,
        "chat.completion",
        "message",
        JsonObject.builder().put("role", "assistant").build());
  }

  private static JsonObject of(JsonObject told, String kind, String member, JsonObject empty) {
    List<JsonValue> choices = told.array("choices").orElse(JsonArray.of()).items();
    if (choices.isEmpty()) {
      return told;
    }
    return told.with("object", kind)
        .with(
            "choices",
            JsonArray.of(
                choices.stream()
                    .map(choice ->
                        choice instanceof JsonObject object ? of(object, member, empty) : choice)
                    .toList()));
  }

  private static JsonValue of(JsonObject choice, String member, JsonObject empty) {
    JsonObjectBuilder told = JsonObject.builder();
    choice.forEach((name, value) -> {
      if (name.equals("text")) {
        told.put(member, empty.with("content", value));
      } else {
        told.put(name, value);
      }
    });
    return told.build();
  }
}
