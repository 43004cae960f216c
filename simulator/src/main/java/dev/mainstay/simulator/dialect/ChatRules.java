package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What OpenAI refuses in a request, in its own words where they are known. */
final class ChatRules {
  private static final Pattern OPENAIS = Pattern.compile("^(gpt-(?!oss)|chatgpt-|o\\d)");
  // https://platform.openai.com/docs/guides/reasoning
  private static final Pattern REASONING = Pattern.compile("^(o\\d|gpt-[5-9](?!.*-(chat|search)))");
  // From 5.1 on they reason where they are asked to.
  private static final Pattern UNASKED = Pattern.compile("^(o\\d|gpt-5(?!\\.))");
  private static final Pattern WITHOUT_STOP =
      Pattern.compile("^(o1-mini|o3(?!-mini)|o[4-9]|gpt-[5-9])");
  private static final List<String> SAMPLING =
      List.of(
          "top_p",
          "presence_penalty",
          "frequency_penalty",
          "logprobs",
          "top_logprobs",
          "logit_bias");
  private static final Pattern NAME = Pattern.compile("^[a-zA-Z0-9_-]{1,64}$");
  private static final List<String> OF_TOOLS = List.of("tool_choice", "parallel_tool_calls");

  private ChatRules() {}

  /** What OpenAI says to {@code body} where it refuses it. */
  static Optional<Fault.Status> refused(JsonObject body) {
    return fields(body.text("model").orElse(""), body)
        .or(() -> tools(body))
        .or(() -> metadata(body))
        .or(() -> ChatMessageRules.refused(body))
        .map(error -> Fault.status(400).error(error))
        .or(() -> stops(body));
  }

  /** What it says to {@code body}, of a chat or a text, that has too many texts to stop at. */
  static Optional<Fault.Status> stops(JsonObject body) {
    OptionalInt count = StopTexts.above(StopTexts.OPENAIS, body, StopTexts.STOP);
    if (count.isEmpty()) {
      return Optional.empty();
    }
    String words =
        "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array"
            + " with length "
            + count.getAsInt()
            + " instead.";
    return Optional.of(
        Fault.status(400).error(error(words, StopTexts.STOP, "array_above_max_length")));
  }

  /** The same at Azure, which has others' models too. */
  static Optional<Fault.Status> refusedAtAzure(JsonObject body) {
    return OPENAIS.matcher(body.text("model").orElse("")).find() ? refused(body) : Optional.empty();
  }

  private static Optional<ErrorBody> fields(String model, JsonObject body) {
    Optional<ErrorBody> foreign =
        KnownFields.OPENAI.foreign(body).map(ChatRules::unknown).findFirst();
    return foreign.or(() -> reasoning(model, body)).or(() -> dependent(body));
  }

  private static Optional<ErrorBody> reasoning(String model, JsonObject body) {
    if (!REASONING.matcher(model).find()) {
      return Optional.empty();
    }
    if (body.hasValue("max_tokens")) {
      return Optional.of(unsupported("max_tokens", " Use 'max_completion_tokens' instead."));
    }
    if (body.hasValue("stop") && WITHOUT_STOP.matcher(model).find()) {
      return Optional.of(unsupported("stop", ""));
    }
    boolean reasons =
        UNASKED.matcher(model).find()
            || body.text("reasoning_effort").filter(e -> !e.equals("none")).isPresent();
    return reasons ? sampling(body) : Optional.empty();
  }

  private static Optional<ErrorBody> sampling(JsonObject body) {
    if (body.decimal("temperature").orElse(1) != 1) {
      return Optional.of(
          error(
              "Unsupported value: 'temperature' does not support this value with this model. Only"
                  + " the default (1) value is supported.",
              "temperature",
              "unsupported_value"));
    }
    return SAMPLING.stream()
        .filter(name -> body.hasValue(name) && !isNeutral(name, body))
        .map(name -> unsupported(name, ""))
        .findFirst();
  }

  // What asks for nothing is no use of it.
  private static boolean isNeutral(String name, JsonObject body) {
    return switch (name) {
      case "top_p" -> body.decimal(name).orElse(0) == 1;
      case "presence_penalty", "frequency_penalty" -> body.decimal(name).orElse(1) == 0;
      case "logprobs" -> !body.flag(name).orElse(true);
      case "top_logprobs" -> body.number(name).orElse(1) == 0;
      default -> body.object(name).filter(JsonObject::isEmpty).isPresent();
    };
  }

  private static Optional<ErrorBody> dependent(JsonObject body) {
    if (body.hasValue("stream_options") && !body.flag("stream").orElse(false)) {
      return Optional.of(
          error(
              "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
              "stream_options",
              "invalid_value"));
    }
    return body.hasValue("tools")
        ? Optional.empty()
        : OF_TOOLS.stream()
            .filter(body::hasValue)
            .map(name ->
                error(
                    "Invalid value for '"
                        + name
                        + "': '"
                        + name
                        + "' is only allowed when 'tools' are specified.",
                    name,
                    "invalid_value"))
            .findFirst();
  }

  private static Optional<ErrorBody> tools(JsonObject body) {
    if (body.array("tools").filter(JsonArray::isEmpty).isPresent()) {
      return Optional.of(empty("tools"));
    }
    List<JsonObject> functions =
        body.array("tools").stream()
            .flatMap(JsonArray::objects)
            .flatMap(tool -> tool.object("function").stream())
            .toList();
    return functions.stream()
        .map(function -> function.text("name").orElse(""))
        .filter(name -> !NAME.matcher(name).matches())
        .map(name ->
            error(
                "Invalid 'tools[0].function.name': string does not match pattern. Expected a string"
                    + " that matches the pattern '^[a-zA-Z0-9_-]+$'.",
                "tools[0].function.name",
                "invalid_value"))
        .findFirst()
        .or(() -> schemas(functions));
  }

  // https://github.com/langchain-ai/langchain-mcp-adapters/issues/137
  private static Optional<ErrorBody> schemas(List<JsonObject> functions) {
    return functions.stream()
        .filter(function ->
            function
                .object("parameters")
                .filter(schema -> schema.text("type").filter("object"::equals).isPresent())
                .filter(schema -> !schema.has("properties"))
                .isPresent())
        .map(function ->
            error(
                "Invalid schema for function '"
                    + function.text("name").orElse("")
                    + "': In context=(), object schema missing properties.",
                "tools[0].function.parameters",
                "invalid_function_parameters"))
        .findFirst();
  }

  private static Optional<ErrorBody> metadata(JsonObject body) {
    JsonObject metadata = body.object("metadata").orElse(JsonObject.empty());
    return metadata.names().stream()
        .filter(name -> metadata.hasValue(name) && metadata.text(name).isEmpty())
        .map(name ->
            error(
                "Invalid type for 'metadata."
                    + name
                    + "': expected a string, but got something else instead.",
                "metadata." + name,
                "invalid_type"))
        .findFirst();
  }

  /** An error that blames {@code param}. */
  static ErrorBody error(String text, String param, String code) {
    return ErrorBody.of(text, "invalid_request_error").param(param).code(code);
  }

  /** What is said to a parameter that nobody knows. */
  static ErrorBody unknown(String param) {
    return error("Unknown parameter: '" + param + "'.", param, "unknown_parameter");
  }

  /** What is said to a list without any item. */
  static ErrorBody empty(String param) {
    return error(
        "Invalid '"
            + param
            + "': empty array. Expected an array with minimum length 1, but got an empty array"
            + " instead.",
        param,
        "empty_array");
  }

  private static ErrorBody unsupported(String param, String remedy) {
    return error(
        "Unsupported parameter: '" + param + "' is not supported with this model." + remedy,
        param,
        "unsupported_parameter");
  }
}
