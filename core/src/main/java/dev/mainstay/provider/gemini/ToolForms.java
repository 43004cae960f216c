package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.UnsupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes tools, and the choice among them. Tools that are Gemini's own pass as they are. */
final class ToolForms {
  private static final String FUNCTION = "function";
  private static final String DECLARATIONS = "functionDeclarations";
  private static final String MODE = "mode";
  private static final String NAMES = "allowedFunctionNames";

  private ToolForms() {}

  /**
   * The tools of {@code request}; the functions among them are one.
   *
   * @throws UnsupportedException for a tool that runs at another provider
   */
  static List<JsonValue> tools(JsonObject request, boolean dropsUnsupported) {
    List<JsonValue> functions = new ArrayList<>();
    List<JsonValue> others = new ArrayList<>();
    for (JsonObject tool : request.array("tools").orElse(JsonArray.of()).objects().toList()) {
      Optional<JsonObject> function = tool.object(FUNCTION);
      if (function.isPresent()) {
        functions.add(declaration(function.get()));
      } else if (!tool.has("type")) {
        others.add(tool);
      } else if (!dropsUnsupported) {
        throw unsupported(tool);
      }
    }
    if (!functions.isEmpty()) {
      others.addFirst(JsonObject.of(DECLARATIONS, JsonArray.of(functions)));
    }
    if (request.object("web_search_options").isPresent()) {
      others.add(JsonObject.of("googleSearch", JsonObject.empty()));
    }
    return others;
  }

  /** Whether {@code request} has functions among its tools. */
  static boolean hasFunctions(JsonObject request) {
    return request.array("tools").stream()
        .flatMap(JsonArray::objects)
        .anyMatch(tool -> tool.object(FUNCTION).isPresent());
  }

  private static UnsupportedException unsupported(JsonObject tool) {
    return UnsupportedException.tool(
        GeminiProvider.NAME,
        tool.text("type").orElse(""),
        "functions, or Gemini's own such as {\"googleSearch\": {}}");
  }

  private static JsonObject declaration(JsonObject function) {
    JsonObjectBuilder declaration = JsonObject.builder();
    function.get("name").ifPresent(name -> declaration.put("name", name));
    function.text("description").ifPresent(text -> declaration.put("description", text));
    function
        .object("parameters")
        .filter(schema -> !schema.isEmpty())
        .ifPresent(
            schema -> SchemaForm.put(declaration, schema, "parameters", "parametersJsonSchema"));
    return declaration.build();
  }

  /** The choice that {@code request} makes among {@code tools}, if it may make one. */
  static Optional<JsonObject> choice(JsonObject request, List<JsonValue> tools) {
    // Without functions there is no choice, and the API refuses one.
    boolean hasFunctions =
        tools.stream().anyMatch(tool -> tool instanceof JsonObject o && o.has(DECLARATIONS));
    return request
        .get("tool_choice")
        .filter(choice -> choice != JsonNull.NULL && hasFunctions)
        .map(choice -> JsonObject.of("functionCallingConfig", choice(choice)));
  }

  private static JsonObject choice(JsonValue choice) {
    return switch (choice) {
      case JsonString(String word) -> mode(ofWord(word));
      case JsonObject object when object.object(FUNCTION).isPresent() ->
          mode("ANY").with(NAMES, JsonArray.of(name(object)));
      case JsonObject object when object.object("allowed_tools").isPresent() ->
          allowed(object.object("allowed_tools").orElseThrow());
      default -> throw unsupportedChoice();
    };
  }

  // Where the model may also answer in words, only this mode keeps it to some of the functions.
  private static JsonObject allowed(JsonObject allowed) {
    boolean mustCall = allowed.text(MODE).filter("required"::equals).isPresent();
    List<JsonString> names =
        allowed.array("tools").orElse(JsonArray.of()).objects().map(ToolForms::name).toList();
    return mode(mustCall ? "ANY" : "VALIDATED").with(NAMES, JsonArray.of(names));
  }

  private static JsonString name(JsonObject tool) {
    return new JsonString(tool.object(FUNCTION).flatMap(f -> f.text("name")).orElse(""));
  }

  private static JsonObject mode(String mode) {
    return JsonObject.of(MODE, new JsonString(mode));
  }

  private static String ofWord(String word) {
    return switch (word) {
      case "auto" -> "AUTO";
      case "none" -> "NONE";
      case "required" -> "ANY";
      default -> throw unsupportedChoice();
    };
  }

  private static UnsupportedException unsupportedChoice() {
    return new UnsupportedException(
        "tool_choice",
        "gemini does not take this 'tool_choice'; use auto, none, required or a function's name");
  }
}
