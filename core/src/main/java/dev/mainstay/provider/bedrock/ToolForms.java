package dev.mainstay.provider.bedrock;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.CallIds;
import dev.mainstay.provider.wire.ClaudeTools;
import dev.mainstay.provider.wire.ObjectSchema;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes tools, and the choice among them. Tools that are Converse's own pass as they are. */
final class ToolForms {
  static final String CHOICE = "tool_choice";
  private static final String TYPE = "type";
  private static final String NAME = "name";
  private static final Set<String> KINDS = Set.of("auto", "any");
  private static final String FUNCTION = "function";
  private static final String INPUT_SCHEMA = "inputSchema";
  // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolUseBlock.html
  private static final int LONGEST_ID = 64;

  private ToolForms() {}

  /**
   * Whether {@code use} is a call of a tool that runs at AWS, which is not the caller's to answer.
   */
  static boolean isOfServer(JsonObject use) {
    return use.text(TYPE).filter("server_tool_use"::equals).isPresent();
  }

  /** The ids of a conversation as Bedrock takes them. */
  static CallIds ids() {
    return new CallIds(c -> "_.:-".indexOf(c) >= 0, LONGEST_ID);
  }

  /** Those of {@code tools} that Converse has a form for. */
  static List<JsonValue> tools(JsonArray tools, Blocks blocks) {
    List<JsonValue> out = new ArrayList<>();
    tools
        .objects()
        .filter(tool -> !isModels(tool))
        .forEach(tool -> {
          JsonObject function = tool.object(FUNCTION).orElse(JsonObject.empty());
          out.add(tool.has(FUNCTION) ? spec(function) : tool);
          blocks.cachePoint(tool).or(() -> blocks.cachePoint(function)).ifPresent(out::add);
        });
    return out;
  }

  /** Those of {@code tools} that only the model knows, such as Anthropic's for a computer. */
  static List<JsonValue> modelsOwn(JsonArray tools) {
    return tools
        .objects()
        .filter(tool -> isModels(tool) && ClaudeTools.isOwn(tool))
        .<JsonValue>map(tool -> tool)
        .toList();
  }

  /**
   * Refuses tools that nobody here has.
   *
   * @param model the model, of which a Claude knows some of Anthropic's
   */
  static void requireTaken(JsonArray tools, BedrockModel model) {
    tools
        .objects()
        .filter(tool -> isModels(tool) && !(model.mayBeClaude() && ClaudeTools.isOwn(tool)))
        .findFirst()
        .ifPresent(tool -> {
          throw UnsupportedException.tool(
              BedrockProvider.NAME,
              tool.text(TYPE).orElse(""),
              model.mayBeClaude() ? ClaudeTools.TAKEN : "functions");
        });
  }

  private static boolean isModels(JsonObject tool) {
    return tool.has(TYPE) && !tool.has(FUNCTION);
  }

  private static JsonObject spec(JsonObject function) {
    JsonObjectBuilder spec = JsonObject.builder();
    function.get(NAME).ifPresent(name -> spec.put(NAME, name));
    function
        .text("description")
        .filter(text -> !text.isBlank())
        .ifPresent(text -> spec.put("description", text));
    spec.put(INPUT_SCHEMA, JsonObject.of("json", ObjectSchema.of(function)));
    function.flag("strict").filter(strict -> strict).ifPresent(on -> spec.put("strict", on));
    return JsonObject.of("toolSpec", spec.build());
  }

  /**
   * Tools of these names, for a conversation whose calls are shown without any: it would be
   * refused.
   */
  static List<JsonValue> named(Set<String> names) {
    return names.stream()
        .<JsonValue>map(name -> spec(JsonObject.of(NAME, new JsonString(name))))
        .toList();
  }

  /** Whether {@code request} wants no tool to be called. */
  static boolean forbids(JsonObject request) {
    return request.text(CHOICE).filter("none"::equals).isPresent();
  }

  /** The choice that {@code request} makes, if any; {@code none} is not one of Converse's. */
  static Optional<JsonObject> choice(JsonObject request) {
    return request
        .get(CHOICE)
        .filter(value -> value != JsonNull.NULL && !forbids(request))
        .map(ToolForms::choice);
  }

  /** Whether {@code choice} is one that forces a tool to be called. */
  static boolean forces(JsonObject choice) {
    return !choice.has("auto");
  }

  private static JsonObject choice(JsonValue choice) {
    return switch (choice) {
      case JsonString(String word) when word.equals("required") -> choice("any");
      case JsonString(String word) when KINDS.contains(word) -> choice(word);
      case JsonObject object when object.object(FUNCTION).isPresent() ->
          JsonObject.of(
              "tool",
              object
                  .object(FUNCTION)
                  .flatMap(f -> f.get(NAME))
                  .<JsonValue>map(name -> JsonObject.of(NAME, name))
                  .orElseThrow(ToolForms::unsupported));
      case JsonObject own when KINDS.stream().anyMatch(own::has) || own.has("tool") -> own;
      default -> throw unsupported();
    };
  }

  /**
   * How a Claude is asked for one call at a time: its own word for the choice, without the choice
   * itself where Converse's has it, since two are refused.
   *
   * @param choice Converse's
   */
  static JsonObject serialOfClaude(Optional<JsonObject> choice) {
    JsonObjectBuilder own = JsonObject.builder();
    if (choice.isEmpty()) {
      own.put(TYPE, "auto");
    }
    return own.put("disable_parallel_tool_use", true).build();
  }

  private static JsonObject choice(String kind) {
    return JsonObject.of(kind, JsonObject.empty());
  }

  private static UnsupportedException unsupported() {
    return new UnsupportedException(
        CHOICE,
        "bedrock does not take this 'tool_choice'; use auto, required or a function's name");
  }
}
