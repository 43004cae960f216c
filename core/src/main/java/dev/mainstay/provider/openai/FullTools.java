package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.ObjectList;
import dev.mainstay.provider.wire.ObjectSchema;
import java.util.Optional;

/**
 * Functions that tell their parameters though they have none, for somebody who refuses one that
 * tells nothing of them. https://docs.mistral.ai/api/endpoint/chat
 */
final class FullTools {
  private static final String FUNCTION = "function";
  private static final String PARAMETERS = "parameters";
  private static final String PROPERTIES = "properties";

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
        .filter(schema -> !schema.has(PROPERTIES))
        .filter(schema -> schema.text("type").filter("object"::equals).isPresent())
        .map(schema -> schema.with(PROPERTIES, JsonObject.empty()))
        .map(schema -> tool.with(FUNCTION, function.get().with(PARAMETERS, schema)))
        .orElse(tool);
  }

  private static JsonObject tool(JsonObject tool) {
    return tool.object(FUNCTION)
        .filter(function -> function.object(PARAMETERS).isEmpty())
        .map(function -> tool.with(FUNCTION, function.with(PARAMETERS, ObjectSchema.of(function))))
        .orElse(tool);
  }
}
