package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;

/**
 * A schema that says of itself that it is one of an object, which some dialects demand of tools.
 */
public final class ObjectSchema {
  private static final String TYPE = "type";

  private ObjectSchema() {}

  /**
   * The schema of the parameters of {@code function}, which OpenAI lets a function without any
   * leave out.
   */
  public static JsonObject of(JsonObject function) {
    JsonObject parameters = function.object("parameters").orElse(JsonObject.empty());
    if (parameters.has(TYPE)) {
      return parameters;
    }
    JsonObjectBuilder schema = JsonObject.builder().put(TYPE, "object");
    if (!parameters.has("properties")) {
      schema.put("properties", JsonObject.empty());
    }
    parameters.forEach(schema::put);
    return schema.build();
  }
}
