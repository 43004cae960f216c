package dev.mainstay.provider.wire;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;

/** The arguments of a tool call, for dialects that take objects alone. */
public final class CallArguments {
  private static final String ARGUMENTS = "arguments";

  private CallArguments() {}

  /**
   * Those of {@code function}, as OpenAI has it: the object that their text is. What a model wrote
   * may be wrong JSON; that becomes {@code {"arguments": text}}.
   */
  public static JsonObject of(JsonObject function) {
    JsonValue arguments = function.get(ARGUMENTS).orElse(JsonNull.NULL);
    if (arguments instanceof JsonObject object) {
      return object;
    }
    if (!(arguments instanceof JsonString(String text)) || text.isBlank()) {
      return JsonObject.empty();
    }
    try {
      return Json.parseObject(text);
    } catch (JsonException e) {
      return JsonObject.of(ARGUMENTS, new JsonString(text));
    }
  }
}
