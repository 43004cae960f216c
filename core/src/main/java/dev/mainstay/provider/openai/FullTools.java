package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.ObjectList;
import dev.mainstay.provider.wire.ObjectSchema;
import java.util.Optional;
import java.util.Set;

/**
 * Functions that tell their parameters though they have none, for somebody who refuses one that
 * tells nothing of them. https://docs.mistral.ai/api/endpoint/chat
 */
final class FullTools {
  private static final String FUNCTION = "function";
  private static final String PARAMETERS = "parameters";
  private static final String PROPERTIES = "properties";
  private static final String REQUIRED = "required";

  private FullTools() {}

  /** {@code request} with such functions; the very same where it has no others. */
  static JsonObject write(JsonObject request) {
    return ObjectList.changed(request, "tools", FullTools::tool);
  }

  /**
   * {@code request} with functions whose parameters tell their properties though they have none,
   * for somebody who refuses others; the very same where it has no others.
   */
  static JsonObject withProperties(JsonObject request) {
    return ObjectList.changed(request, "tools", FullTools::properties);
  }

  private static JsonObject properties(JsonObject tool) {
    Optional<JsonObject> function = tool.object(FUNCTION);
    return function
        .flatMap(known -> known.object(PARAMETERS))
        .filter(schema -> schema.text("type").filter("object"::equals).isPresent())
        .filter(schema -> !schema.has(PROPERTIES) || requiresNone(schema))
        .map(FullTools::full)
        .map(schema -> tool.with(FUNCTION, function.get().with(PARAMETERS, schema)))
        .orElse(tool);
  }

  // Groq refuses a list of none beside no properties.
  private static boolean requiresNone(JsonObject schema) {
    return schema.object(PROPERTIES).map(JsonObject::isEmpty).orElse(true)
        && schema.array(REQUIRED).filter(JsonArray::isEmpty).isPresent();
  }

  private static JsonObject full(JsonObject schema) {
    JsonObject known = requiresNone(schema) ? schema.without(Set.of(REQUIRED)) : schema;
    return known.has(PROPERTIES) ? known : known.with(PROPERTIES, JsonObject.empty());
  }

  private static JsonObject tool(JsonObject tool) {
    return tool.object(FUNCTION)
        .filter(function -> function.object(PARAMETERS).isEmpty())
        .map(function -> tool.with(FUNCTION, function.with(PARAMETERS, ObjectSchema.of(function))))
        .orElse(tool);
  }
}
