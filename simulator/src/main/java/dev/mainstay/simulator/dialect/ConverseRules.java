package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
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
  static final String TOOL_CONFIG = "toolConfig";
  static final String TOOL_USE = "toolUse";
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
        .or(() -> stops(body))
        .or(() -> ModelRules.refused(model, body, turns));
  }

  /** The blocks in {@code turns}. */
  static Stream<JsonObject> blocks(List<JsonObject> turns) {
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
      if (role.equals(before) && !role.equals("system")) {
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

  private static Optional<String> stops(JsonObject body) {
    return StopTexts.refused(
        2_500,
        body.object("inferenceConfig").orElse(JsonObject.empty()),
        "stopSequences",
        "1 validation error detected: Value at 'inferenceConfig.stopSequences' failed to satisfy"
            + " constraint: Member must have length less than or equal to 2500");
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

  /** The ids of the calls or the results in {@code turn}. */
  static List<String> ids(JsonObject turn, String kind) {
    return ConverseRequests.blocks(turn).stream()
        .flatMap(block -> block.object(kind).stream())
        // What the service itself calls has a type.
        .filter(tool -> !tool.has("type"))
        .map(tool -> tool.text("toolUseId").orElse(""))
        .toList();
  }
}
