package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads requests of Bedrock's Converse, and refuses what Bedrock refuses, in its own words. */
final class ConverseRequests {
  private static final String CONTENT = "content";
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_.:-]{1,64}");
  private static final Pattern MODEL = Pattern.compile("/model/([^/]+)/");
  // Those from 4.6 on.
  private static final Pattern WITHOUT_PREFILL =
      Pattern.compile("claude-[a-z]+-(4-([6-9]|\\d\\d)(?!\\d)|[5-9](?!\\d))|amazon\\.nova");

  private ConverseRequests() {}

  /** What {@code body} asks for, in OpenAI's form as far as a script looks at it. */
  static ChatRequest chat(String path, JsonObject body) {
    List<JsonValue> messages = new ArrayList<>();
    body.array("messages")
        .orElse(JsonArray.of())
        .objects()
        .forEach(turn -> messages.add(turn.with(CONTENT, JsonArray.of(texts(turn)))));
    return new ChatRequest(
        body.toBuilder()
            .put("model", model(path))
            .put("messages", JsonArray.of(messages))
            .put("stream", BedrockDialect.isStream(path))
            .build());
  }

  private static List<JsonValue> texts(JsonObject turn) {
    return blocks(turn).stream()
        .filter(block -> block.text("text").isPresent())
        .<JsonValue>map(block -> Dialect.type("text").with("text", block.text("text").get()))
        .toList();
  }

  /** The model that {@code path} names. */
  static String model(String path) {
    Matcher model = MODEL.matcher(path);
    return model.find() ? URLDecoder.decode(model.group(1), StandardCharsets.UTF_8) : "";
  }

  private static List<JsonObject> blocks(JsonObject turn) {
    return turn.array(CONTENT).orElse(JsonArray.of()).objects().toList();
  }

  /** Why Bedrock refuses {@code body}. */
  static Optional<String> broken(String path, JsonObject body) {
    List<JsonObject> turns = body.array("messages").orElse(JsonArray.of()).objects().toList();
    return order(turns)
        .or(() ->
            turns.stream()
                .flatMap(turn -> blocks(turn).stream())
                .flatMap(block -> broken(block, body).stream())
                .findFirst())
        .or(() -> unanswered(turns))
        .or(() -> prefill(model(path), turns));
  }

  private static Optional<String> unanswered(List<JsonObject> turns) {
    return CallsAnswered.firstMismatch(
            turns, turn -> ids(turn, "toolUse"), turn -> ids(turn, "toolResult"))
        .map(ids ->
            "Expected toolResult blocks for the following Ids, and for no others: "
                + String.join(", ", ids));
  }

  private static List<String> ids(JsonObject turn, String kind) {
    return blocks(turn).stream()
        .flatMap(block -> block.object(kind).stream())
        .map(tool -> tool.text("toolUseId").orElse(""))
        .toList();
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
      if (blocks(turn).isEmpty()) {
        return Optional.of("The content field in the Message object is empty.");
      }
      before = role;
    }
    return Optional.empty();
  }

  private static Optional<String> broken(JsonObject block, JsonObject body) {
    if (block.text("text").filter(String::isBlank).isPresent()) {
      return Optional.of("The text field in the ContentBlock object is blank.");
    }
    Optional<JsonObject> tool = block.object("toolUse").or(() -> block.object("toolResult"));
    if (tool.isPresent() && !body.has("toolConfig")) {
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
    return isForeign ? Optional.of("Invalid `signature` in `thinking` block") : Optional.empty();
  }

  private static Optional<String> prefill(String model, List<JsonObject> turns) {
    boolean endsInAssistant =
        !turns.isEmpty() && turns.getLast().text("role").filter("assistant"::equals).isPresent();
    if (!endsInAssistant) {
      return Optional.empty();
    }
    if (WITHOUT_PREFILL.matcher(model).find()) {
      return Optional.of(
          "This model does not support assistant message prefill. The conversation must end with a"
              + " user message.");
    }
    String text = blocks(turns.getLast()).getLast().text("text").orElse("");
    return text.equals(text.stripTrailing())
        ? Optional.empty()
        : Optional.of("final assistant content cannot end with trailing whitespace");
  }
}
