package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Gemini refuses in a request beside its conversation, in its own words where they are known.
 */
final class GenerateFields {
  private static final Pattern SECOND = Pattern.compile("gemini-[12]");
  private static final String CONFIG = "generationConfig";
  private static final String THINKING = "thinkingConfig";
  private static final List<Rule> RULES =
      List.of(
          new Rule(
              body -> config(body).has("responseSchema") && config(body).has("responseJsonSchema"),
              "Only one of response_schema and response_json_schema may be set."),
          new Rule(
              body -> StopTexts.above(5, config(body), "stopSequences").isPresent(),
              "* GenerateContentRequest.generation_config.stop_sequences: must have at most 5"
                  + " elements\n"),
          new Rule(
              body -> hasSchema(body) && isText(body),
              "* GenerateContentRequest.generation_config.response_mime_type: must be"
                  + " application/json or text/x.enum where there is a schema\n"),
          new Rule(
              body ->
                  functions(body)
                      .anyMatch(f -> f.has("parameters") && f.has("parametersJsonSchema")),
              "Only one of parameters and parameters_json_schema may be set."),
          new Rule(
              body -> hasCallingConfig(body) && functions(body).findAny().isEmpty(),
              "Function calling config is set without function_declarations."),
          new Rule(
              body -> thinking(body).has("thinkingBudget") && thinking(body).has("thinkingLevel"),
              "You can only set only one of thinking budget and thinking level."));

  private GenerateFields() {}

  /** Something that is refused: which requests ask for it, and what is said to them. */
  private record Rule(Predicate<JsonObject> breaks, String words) {}

  /** Why {@code model} refuses {@code body}. */
  static Optional<String> refused(String model, JsonObject body) {
    return unknown(KnownFields.GEMINI, body)
        .or(() -> unknown(KnownFields.GEMINI_CONFIG, config(body)))
        .or(() -> RULES.stream().filter(r -> r.breaks.test(body)).map(Rule::words).findFirst())
        .or(() ->
            isSecond(model) && thinking(body).has("thinkingLevel")
                ? Optional.of("Thinking level is not supported for this model.")
                : Optional.empty());
  }

  /** Why AI Studio refuses {@code body} to {@code model}, which others take. */
  static Optional<String> refusedAtStudio(String model, JsonObject body) {
    boolean isBoth = answersJson(body) && functions(body).findAny().isPresent();
    return isSecond(model) && isBoth
        ? Optional.of(
            "Function calling with a response mime type: 'application/json' is unsupported")
        : Optional.empty();
  }

  /** Whether {@code model} is of the first or second generation, whose rules are known best. */
  static boolean isSecond(String model) {
    return SECOND.matcher(model).find();
  }

  /** Why {@code object} is refused that has a name which others have and {@code known} has not. */
  static Optional<String> unknown(KnownFields known, JsonObject object) {
    return known
        .foreign(object)
        .map(name ->
            "Invalid JSON payload received. Unknown name \"" + name + "\": Cannot find field.")
        .findFirst();
  }

  private static JsonObject config(JsonObject body) {
    return body.object(CONFIG).orElse(JsonObject.empty());
  }

  private static JsonObject thinking(JsonObject body) {
    return config(body).object(THINKING).orElse(JsonObject.empty());
  }

  private static boolean answersJson(JsonObject body) {
    return config(body).text("responseMimeType").filter("application/json"::equals).isPresent();
  }

  private static boolean isText(JsonObject body) {
    return config(body).text("responseMimeType").orElse("text/plain").equals("text/plain");
  }

  private static boolean hasSchema(JsonObject body) {
    return config(body).has("responseSchema") || config(body).has("responseJsonSchema");
  }

  private static boolean hasCallingConfig(JsonObject body) {
    return body.object("toolConfig").filter(c -> c.has("functionCallingConfig")).isPresent();
  }

  private static Stream<JsonObject> functions(JsonObject body) {
    return body.array("tools").stream()
        .flatMap(JsonArray::objects)
        .flatMap(tool -> tool.array("functionDeclarations").stream())
        .flatMap(JsonArray::objects);
  }
}
