package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import java.util.List;

/**
 * A whole answer that calls itself a chunk as the answer that it is: for servers that answer with
 * one when asked not to stream.
 */
final class WholeForm {
  private WholeForm() {}

  /** {@code answer} in the form of a whole one; itself where it does not say otherwise. */
  static JsonObject of(JsonObject answer) {
    if (answer.text("object").filter(kind -> kind.endsWith(".chunk")).isEmpty()) {
      return answer;
    }
    List<JsonValue> choices =
        answer.array("choices").orElse(JsonArray.of()).items().stream()
            .map(choice -> choice instanceof JsonObject object ? choice(object) : choice)
            .toList();
    return answer.with("object", "chat.completion").with("choices", JsonArray.of(choices));
  }

  private static JsonValue choice(JsonObject choice) {
    if (choice.object("message").isPresent()) {
      return choice;
    }
    JsonObjectBuilder whole = JsonObject.builder();
    choice.forEach((name, value) -> whole.put(name.equals("delta") ? "message" : name, value));
    return whole.build();
  }
}
