package dev.mainstay.provider.cohere;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.wire.ObjectSchema;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes tools: functions, of which Cohere takes name, description and parameters. */
final class ToolForms {
  private ToolForms() {}

  /**
   * The tools.
   *
   * @throws UnsupportedException if one is not a function of the caller's own, unless {@code
   *     policy} leaves it out
   */
  static JsonArray of(JsonArray tools, ParameterPolicy policy) {
    return JsonArray.of(
        tools
            .objects()
            .filter(tool -> tool.has("function") || !policy.dropsUnsupported())
            .map(ToolForms::tool)
            .toList());
  }

  private static JsonObject tool(JsonObject tool) {
    JsonObject function =
        tool.object("function")
            .orElseThrow(() ->
                UnsupportedException.tool(
                    CohereProvider.NAME, tool.text("type").orElse(""), "functions"));
    JsonObjectBuilder written = JsonObject.builder().put("name", name(function));
    function.text("description").ifPresent(text -> written.put("description", text));
    written.put(
        "parameters", function.object("parameters").orElseGet(() -> ObjectSchema.of(function)));
    return JsonObject.builder().put("type", "function").put("function", written.build()).build();
  }

  /**
   * Those of {@code tools} that {@code names} name.
   *
   * @throws UnsupportedException if none is named, or one that is not among them
   */
  static JsonArray named(JsonArray tools, JsonArray names) {
    Set<String> wanted = names.objects().map(ToolForms::nameOf).collect(Collectors.toSet());
    Set<String> known = tools.objects().map(ToolForms::nameOf).collect(Collectors.toSet());
    if (wanted.isEmpty() || !known.containsAll(wanted)) {
      throw unsupportedChoice();
    }
    return JsonArray.of(tools.objects().filter(tool -> wanted.contains(nameOf(tool))).toList());
  }

  static UnsupportedException unsupportedChoice() {
    return new UnsupportedException(
        "tool_choice",
        CohereProvider.NAME
            + " does not take this 'tool_choice'; use auto, none, required, or the names of"
            + " functions that are among the tools");
  }

  private static String nameOf(JsonObject tool) {
    return tool.object("function").map(ToolForms::name).orElse("");
  }

  private static String name(JsonObject function) {
    return function.text("name").orElse("");
  }
}
