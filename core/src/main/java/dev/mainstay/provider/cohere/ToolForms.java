package dev.mainstay.provider.cohere;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.UnsupportedException;

/** Writes tools: functions, of which Cohere takes name, description and parameters. */
final class ToolForms {
  private static final JsonValue NO_PARAMETERS =
      Json.parse("{\"type\":\"object\",\"properties\":{}}");

  private ToolForms() {}

  /**
   * The tools.
   *
   * @throws UnsupportedException if one is none of the caller's own functions
   */
  static JsonArray of(JsonArray tools) {
    return JsonArray.of(tools.objects().map(ToolForms::tool).toList());
  }

  private static JsonObject tool(JsonObject tool) {
    JsonObject function =
        tool.object("function")
            .orElseThrow(() ->
                new UnsupportedException(
                    "tools",
                    CohereProvider.NAME
                        + " takes functions alone as tools; leave out those that run at another"
                        + " provider"));
    JsonObjectBuilder written = JsonObject.builder().put("name", name(function));
    function.text("description").ifPresent(text -> written.put("description", text));
    written.put("parameters", function.get("parameters").orElse(NO_PARAMETERS));
    return JsonObject.builder().put("type", "function").put("function", written.build()).build();
  }

  /** The name of {@code function}. */
  static String name(JsonObject function) {
    return function.text("name").orElse("");
  }
}
