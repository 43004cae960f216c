package dev.mainstay.model;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.Objects;

/**
 * Whether and which tools a model is to call.
 *
 * @param json the choice in OpenAI's form
 */
public record ToolChoice(JsonValue json) {
  /** Null is refused. */
  public ToolChoice {
    Objects.requireNonNull(json, "json");
  }

  /** What the model likes. */
  public static ToolChoice auto() {
    return new ToolChoice(new JsonString("auto"));
  }

  /** None at all. */
  public static ToolChoice none() {
    return new ToolChoice(new JsonString("none"));
  }

  /** At least one. */
  public static ToolChoice required() {
    return new ToolChoice(new JsonString("required"));
  }

  /** The function {@code name}. */
  public static ToolChoice function(String name) {
    Objects.requireNonNull(name, "name");
    return new ToolChoice(
        JsonObject.builder()
            .put("type", "function")
            .put("function", JsonObject.of("name", new JsonString(name)))
            .build());
  }
}
