package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.wire.ClaudeTools;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tools of Anthropic's in a request to a strict vendor, who knows functions and its own alone. */
final class ForeignTools {
  private static final String TOOLS = "tools";
  private static final String CHOICE = "tool_choice";
  private static final String FUNCTION = "function";
  private static final Set<String> OF_NONE = Set.of(TOOLS, CHOICE, "parallel_tool_calls");

  private ForeignTools() {}

  /**
   * {@code request} without them, where {@code policy} leaves out what is not taken; the very same
   * where it has none.
   *
   * @throws UnsupportedException if it has one that is not left out
   */
  static JsonObject remove(Vendor vendor, JsonObject request, ParameterPolicy policy) {
    JsonArray tools = request.array(TOOLS).orElse(JsonArray.of());
    Optional<JsonObject> foreign = tools.objects().filter(ForeignTools::isForeign).findFirst();
    if (foreign.isEmpty() || policy.allowed().contains(TOOLS)) {
      return request;
    }
    if (!policy.dropsUnsupported()) {
      throw UnsupportedException.tool(
          vendor.name(), foreign.get().text("type").orElse(""), "functions");
    }
    List<JsonValue> rest = tools.items().stream().filter(tool -> !isForeign(tool)).toList();
    return rest.isEmpty()
        ? request.without(OF_NONE)
        : withoutLostChoice(request.with(TOOLS, JsonArray.of(rest)), rest);
  }

  private static boolean isForeign(JsonValue tool) {
    return tool instanceof JsonObject object
        && !object.has(FUNCTION)
        && ClaudeTools.isAnthropics(object);
  }

  private static JsonObject withoutLostChoice(JsonObject request, List<JsonValue> tools) {
    Optional<String> chosen =
        request
            .object(CHOICE)
            .flatMap(choice -> choice.object(FUNCTION))
            .flatMap(ForeignTools::name);
    Set<String> names =
        JsonArray.of(tools)
            .objects()
            .flatMap(tool -> tool.object(FUNCTION).flatMap(ForeignTools::name).stream())
            .collect(Collectors.toSet());
    return chosen.filter(name -> !names.contains(name)).isPresent()
        ? request.without(Set.of(CHOICE))
        : request;
  }

  private static Optional<String> name(JsonObject function) {
    return function.text("name");
  }
}
