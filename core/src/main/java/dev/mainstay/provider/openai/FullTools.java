package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.wire.ObjectList;
import dev.mainstay.provider.wire.ObjectSchema;

/**
 * Functions that tell their parameters though they have none, for somebody who refuses one that
 * tells nothing of them. https://docs.mistral.ai/api/endpoint/chat
 */
final class FullTools {
  private static final String FUNCTION = "function";
  private static final String PARAMETERS = "parameters";

  private FullTools() {}

  /** {@code request} with such functions; the very same where it has no others. */
  static JsonObject write(JsonObject request) {
    return ObjectList.changed(request, "tools", FullTools::tool);
  }

  private static JsonObject tool(JsonObject tool) {
    return tool.object(FUNCTION)
        .filter(function -> function.object(PARAMETERS).isEmpty())
        .map(function -> tool.with(FUNCTION, function.with(PARAMETERS, ObjectSchema.of(function))))
        .orElse(tool);
  }
}
