package dev.mainstay.provider.anthropic;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.wire.ClaudeTools;
import dev.mainstay.provider.wire.ObjectSchema;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.Optional;
import java.util.Set;

/** Writes tools, and the choice among them. Tools that are Anthropic's own pass as they are. */
final class ToolForms {
  private static final String TYPE = "type";
  private static final String FUNCTION = "function";
  private static final Set<String> WORDS = Set.of("auto", "any", "none");
  private static final Set<String> FORCING = Set.of("any", "tool");

  private ToolForms() {}

  /**
   * The tools that {@code tools} are.
   *
   * @throws UnsupportedException for a tool that runs at another provider, unless {@code policy}
   *     leaves it out
   */
  static JsonArray tools(JsonArray tools, ParameterPolicy policy) {
    return JsonArray.of(
        tools.objects().filter(tool -> isTaken(tool, policy)).map(ToolForms::tool).toList());
  }

  private static boolean isTaken(JsonObject tool, ParameterPolicy policy) {
    boolean isTaken =
        tool.object(FUNCTION).isPresent() || ClaudeTools.isOwn(tool) || tool.has("input_schema");
    if (!isTaken && !policy.dropsUnsupported()) {
      throw UnsupportedException.tool(
          AnthropicProvider.NAME, tool.text(TYPE).orElse(""), ClaudeTools.TAKEN);
    }
    return isTaken;
  }

  private static JsonValue tool(JsonObject tool) {
    Optional<JsonObject> function = tool.object(FUNCTION);
    if (function.isEmpty()) {
      return tool;
    }
    JsonObjectBuilder out = JsonObject.builder();
    function.get().get("name").ifPresent(name -> out.put("name", name));
    function.get().text("description").ifPresent(text -> out.put("description", text));
    out.put("input_schema", ObjectSchema.of(function.get()));
    function
        .get()
        .flag("strict")
        .filter(strict -> strict)
        .ifPresent(strict -> out.put("strict", strict));
    tool.get(Blocks.CACHE)
        .or(() -> function.get().get(Blocks.CACHE))
        .ifPresent(mark -> out.put(Blocks.CACHE, mark));
    return out.build();
  }

  /** The choice that {@code request} makes, if any. */
  static Optional<JsonObject> choice(JsonObject request) {
    Optional<JsonObject> choice =
        request.get("tool_choice").filter(value -> value != JsonNull.NULL).map(ToolForms::choice);
    boolean isSerial = !request.flag("parallel_tool_calls").orElse(true);
    return isSerial ? Optional.of(serial(choice.orElseGet(() -> choice("auto")))) : choice;
  }

  /** Whether {@code choice} is one that forces a tool to be called. */
  static boolean forces(JsonObject choice) {
    return choice.text(TYPE).filter(FORCING::contains).isPresent();
  }

  private static JsonObject serial(JsonObject choice) {
    return choice.text(TYPE).filter("none"::equals).isPresent()
        ? choice
        : choice.with("disable_parallel_tool_use", JsonBoolean.TRUE);
  }

  private static JsonObject choice(JsonValue choice) {
    return switch (choice) {
      case JsonString(String word) when word.equals("required") -> choice("any");
      case JsonString(String word) when WORDS.contains(word) -> choice(word);
      case JsonObject object when object.object(FUNCTION).isPresent() ->
          choice("tool")
              .with("name", object.object(FUNCTION).flatMap(f -> f.text("name")).orElse(""));
      case JsonObject own
          when own.text(TYPE)
              .filter(type -> WORDS.contains(type) || type.equals("tool"))
              .isPresent() ->
          own;
      default -> throw unsupported();
    };
  }

  private static JsonObject choice(String type) {
    return JsonObject.of(TYPE, new JsonString(type));
  }

  private static UnsupportedException unsupported() {
    return new UnsupportedException(
        "tool_choice",
        "anthropic does not take this 'tool_choice'; use auto, none, required or a function's"
            + " name");
  }
}
