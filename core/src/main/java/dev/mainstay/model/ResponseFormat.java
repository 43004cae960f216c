package dev.mainstay.model;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;

/**
 * The form an answer must have.
 *
 * @param json the format in OpenAI's form
 */
public record ResponseFormat(JsonObject json) {

  /** Any JSON object; the prompt must ask for JSON too. */
  public static ResponseFormat jsonObject() {
    return new ResponseFormat(JsonObject.of("type", new JsonString("json_object")));
  }

  /**
   * JSON that follows {@code schema} strictly.
   *
   * @param name the schema's name: letters, digits, {@code _} and {@code -}, at most 64
   * @param schema a JSON Schema
   */
  public static ResponseFormat jsonSchema(String name, JsonObject schema) {
    JsonObject named =
        JsonObject.builder().put("name", name).put("strict", true).put("schema", schema).build();
    return new ResponseFormat(
        JsonObject.builder().put("type", "json_schema").put("json_schema", named).build());
  }
}
