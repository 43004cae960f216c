package dev.mainstay.model;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.schema.JsonType;
import java.util.Objects;

/**
 * A tool that the model may ask to have called.
 *
 * @param json the tool in OpenAI's form
 */
public record Tool(JsonObject json) {
  /** Null is refused. */
  public Tool {
    Objects.requireNonNull(json, "json");
  }

  /**
   * A function.
   *
   * @param name its name: letters, digits, {@code _} and {@code -}, at most 64
   * @param description what it does, for the model to read
   * @param parameters the JSON Schema of its arguments
   */
  public static Tool function(String name, String description, JsonObject parameters) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(parameters, "parameters");
    JsonObject function =
        JsonObject.builder()
            .put("name", name)
            .put("description", description)
            .put("parameters", parameters)
            .build();
    return new Tool(JsonObject.builder().put("type", "function").put("function", function).build());
  }

  /**
   * A function whose arguments are a {@code type}; {@code call.as(type)} reads them.
   *
   * @param name its name: letters, digits, {@code _} and {@code -}, at most 64
   * @param description what it does, for the model to read
   * @param type a record with the arguments as components
   * @throws dev.mainstay.schema.SchemaException if the type cannot be described to a model
   */
  public static Tool function(String name, String description, Class<?> type) {
    return function(name, description, JsonType.of(type).schema());
  }

  /**
   * A function whose schema is given as JSON text.
   *
   * @throws dev.mainstay.json.JsonException if {@code parameters} is not a JSON object
   */
  public static Tool function(String name, String description, String parameters) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(parameters, "parameters");
    return function(name, description, Json.parseObject(parameters));
  }

  /** The function's name; empty for a tool of another type. */
  public String name() {
    return json.object("function").flatMap(function -> function.text("name")).orElse("");
  }
}
