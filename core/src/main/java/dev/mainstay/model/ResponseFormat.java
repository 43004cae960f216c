package dev.mainstay.model;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.schema.JsonType;
import java.util.Objects;

/**
 * The form an answer must have.
 *
 * @param json the format in OpenAI's form
 */
public record ResponseFormat(JsonObject json) {
  /** Null is refused. */
  public ResponseFormat {
    Objects.requireNonNull(json, "json");
  }

  /** Any JSON object; the prompt must ask for JSON too. */
  public static ResponseFormat jsonObject() {
    return new ResponseFormat(JsonObject.of("type", new JsonString("json_object")));
  }

  /**
   * JSON that is a {@code type}, strictly; {@code response.as(type)} reads it.
   *
   * @param type a record, or what {@link JsonType} knows beside
   * @throws dev.mainstay.schema.SchemaException if the type cannot be described to a model
   */
  public static ResponseFormat jsonSchema(Class<?> type) {
    JsonType<?> known = JsonType.of(type);
    return jsonSchema(known.name(), known.schema());
  }

  /**
   * JSON that follows {@code schema} strictly.
   *
   * @param name the schema's name: letters, digits, {@code _} and {@code -}, at most 64
   * @param schema a JSON Schema
   */
  public static ResponseFormat jsonSchema(String name, JsonObject schema) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(schema, "schema");
    JsonObject named =
        JsonObject.builder().put("name", name).put("strict", true).put("schema", schema).build();
    return new ResponseFormat(
        JsonObject.builder().put("type", "json_schema").put("json_schema", named).build());
  }
}
