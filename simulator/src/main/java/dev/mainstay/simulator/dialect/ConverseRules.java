package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Bedrock's Converse refuses in a request, in its own words where they are known. */
final class ConverseRules {
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_.:-]{1,64}");
  private static final Pattern TOOL = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final Pattern DOCUMENT =
      Pattern.compile("[a-zA-Z0-9()\\[\\]-]+( [a-zA-Z0-9()\\[\\]-]+)*");
  private static final String OF_MODEL = "The model returned the following errors: ";
  private static final String TOOL_CONFIG = "toolConfig";
  private static final String TOOL_USE = "toolUse";
  private static final String TOOL_RESULT = "toolResult";

  private ConverseRules() {}

  /** Why {@code body}, which is sent to {@code path}, is refused. */
  static Optional<String> refused(String path, JsonObject body) {
    List<JsonObject> turns = body.array("messages").orElse(JsonArray.of()).objects().toList();
    String model = ConverseRequests.model(path);
    return order(turns)
        .or(() -> system(body))
        .or(() -> tools(body))
        .or(() -> blocks(turns).flatMap(block -> broken(block, body).stream()).findFirst())
        .or(() -> unanswered(turns))
        .or(() -> prefill(model, body, turns))
        .or(() -> ofClaude(model, body, turns).map(words -> OF_MODEL + words));
  }

  private static Stream<JsonObject> blocks(List<JsonObject> turns) {
    return turns.stream().flatMap(turn -> ConverseRequests.blocks(turn).stream());
  }

  private static Optional<String> order(List<JsonObject> turns) {
    String before = "";
    for (JsonObject turn : turns) {
      String role = turn.text("role").orElse("");
      if (before.isEmpty() && role.equals("assistant")) {
        return Optional.of(
            "A conversation must start with a user message. Try again with a conversation that"
                + " starts with a user message.");
      }
      if (role.equals(before)) {
        return Optional.of("A conversation must alternate between user and assistant roles.");
      }
      if (ConverseRequests.blocks(turn).isEmpty()) {
        return Optional.of("The content field in the Message object is empty.");
      }
      before = role;
    }
    return Optional.empty();
  }

  private static Optional<String> system(JsonObject body) {
    boolean isBlank =
        body.array("system").stream()
            .flatMap(JsonArray::objects)
            .anyMatch(block -> block.text("text").filter(String::isBlank).isPresent());
    return isBlank
        ? Optional.of("The text field in the SystemContentBlock object is blank.")
        : Optional.empty();
  }

  private static Optional<String> tools(JsonObject body) {
    return body.object(TOOL_CONFIG).flatMap(config -> config.array("tools")).stream()
        .flatMap(JsonArray::objects)
        .flatMap(tool -> tool.object("toolSpec").stream())
        .flatMap(spec -> broken(spec).stream())
        .findFirst();
  }

  private static Optional<String> broken(JsonObject spec) {
    if (!TOOL.matcher(spec.text("name").orElse("")).matches()) {
      return Optional.of(
          "Value at 'toolConfig.tools.1.member.toolSpec.name' failed to satisfy constraint: Member"
              + " must satisfy regular expression pattern: [a-zA-Z0-9_-]+");
    }
    boolean isOfObject =
        spec.object("inputSchema")
            .flatMap(schema -> schema.object("json"))
            .flatMap(schema -> schema.text("type"))
            .filter("object"::equals)
            .isPresent();
    return isOfObject
        ? Optional.empty()
        : Optional.of(
            "The value at toolConfig.tools.0.toolSpec.inputSchema.json.type must be one of the"
                + " following: object.");
  }

  private static Optional<String> broken(JsonObject block, JsonObject body) {
    if (block.text("text").filter(String::isBlank).isPresent()) {
      return Optional.of("The text field in the ContentBlock object is blank.");
    }
    Optional<JsonObject> tool = block.object(TOOL_USE).or(() -> block.object(TOOL_RESULT));
    if (tool.isPresent() && !body.has(TOOL_CONFIG)) {
      return Optional.of(
          "The toolConfig field must be defined when using toolUse and toolResult content blocks.");
    }
    if (tool.isPresent() && !ID.matcher(tool.get().text("toolUseId").orElse("")).matches()) {
      return Optional.of("Member must satisfy regular expression pattern: [a-zA-Z0-9_.:-]+");
    }
    boolean isForeign =
        block
            .object("reasoningContent")
            .flatMap(content -> content.object("reasoningText"))
            .filter(thought -> !AnthropicMessage.isSigned(thought))
            .isPresent();
    if (isForeign) {
      return Optional.of(OF_MODEL + "Invalid `signature` in `thinking` block");
    }
    boolean isBadlyNamed =
        block
            .object("document")
            .filter(document -> !DOCUMENT.matcher(document.text("name").orElse("")).matches())
            .isPresent();
    return isBadlyNamed
        ? Optional.of(
            "The document file name can only contain alphanumeric characters, whitespace"
                + " characters, hyphens, parentheses, and square brackets. The name can't contain"
                + " more than one consecutive whitespace character.")
        : Optional.empty();
  }

  private static Optional<String> unanswered(List<JsonObject> turns) {
    return CallsAnswered.firstMismatch(
            turns, turn -> ids(turn, TOOL_USE), turn -> ids(turn, TOOL_RESULT))
        .map(ids ->
            "Expected toolResult blocks for the following Ids, and for no others: "
                + String.join(", ", ids));
  }

  private static List<String> ids(JsonObject turn, String kind) {
    return ConverseRequests.blocks(turn).stream()
        .flatMap(block -> block.object(kind).stream())
        .map(tool -> tool.text("toolUseId").orElse(""))
        .toList();
  }

  private static Optional<String> prefill(String model, JsonObject body, List<JsonObject> turns) {
    boolean endsInAssistant =
        !turns.isEmpty() && turns.getLast().text("role").filter("assistant"::equals).isPresent();
    if (!endsInAssistant) {
      return Optional.empty();
    }
    if (Claude.of(model).isFrom(46) || model.contains("amazon.nova")) {
      return Optional.of(
          "This model does not support assistant message prefill. The conversation must end with a"
              + " user message.");
    }
    if (body.object("outputConfig").filter(c -> c.hasValue("textFormat")).isPresent()) {
      return Optional.of("outputConfig.textFormat cannot be used with an assistant prefill");
    }
    String text = ConverseRequests.blocks(turns.getLast()).getLast().text("text").orElse("");
    return text.equals(text.stripTrailing())
        ? Optional.empty()
        : Optional.of("final assistant content cannot end with trailing whitespace");
  }

  private static Optional<String> ofClaude(String model, JsonObject body, List<JsonObject> turns) {
    if (!model.contains("claude")) {
      return Optional.empty();
    }
    return CallsAnswered.areRepeated(turns, turn -> ids(turn, TOOL_USE))
        ? Optional.of("messages: `tool_use` ids must be unique")
        : ClaudeRules.refused(Claude.of(model), inItsOwnWords(body));
  }

  private static JsonObject inItsOwnWords(JsonObject body) {
    JsonObjectBuilder own =
        body.object("additionalModelRequestFields").orElse(JsonObject.empty()).toBuilder();
    JsonObject config = body.object("inferenceConfig").orElse(JsonObject.empty());
    config.get("maxTokens").ifPresent(most -> own.put("max_tokens", most));
    config.get("temperature").ifPresent(value -> own.put("temperature", value));
    config.get("topP").ifPresent(value -> own.put("top_p", value));
    own.put(
        "output_config",
        JsonObject.of(
            "effort",
            body.object("outputConfig").flatMap(c -> c.get("effort")).orElse(JsonNull.NULL)));
    body.object(TOOL_CONFIG)
        .flatMap(tools -> tools.object("toolChoice"))
        .ifPresent(choice ->
            own.put(
                "tool_choice", JsonObject.of("type", new JsonString(choice.names().getFirst()))));
    return own.build();
  }
}
