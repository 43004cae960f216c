package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What Anthropic refuses in the turns of a request, in its own words where they are known. */
final class MessagesTurns {
  private static final Pattern ID = Pattern.compile("^[a-zA-Z0-9_-]+$");
  // OpenAI's, and LiteLLM's for what OpenAI has not.
  private static final Set<String> FOREIGN =
      Set.of(
          "name",
          "tool_calls",
          "tool_call_id",
          "function_call",
          "refusal",
          "reasoning_content",
          "thinking_blocks",
          "content_blocks",
          "cache_control",
          "is_error");

  private MessagesTurns() {}

  /** Why {@code turns} are refused. */
  static Optional<String> refused(List<JsonObject> turns) {
    if (turns.isEmpty()) {
      return Optional.of("messages: at least one message is required");
    }
    return IntStream.range(0, turns.size())
        .boxed()
        .flatMap(i -> shape(turns.get(i), i == turns.size() - 1).stream())
        .findFirst()
        .or(() ->
            turns.stream()
                .flatMap(MessagesRules::blocks)
                .flatMap(block -> broken(block).stream())
                .findFirst())
        .or(() -> repeated(turns))
        .or(() -> unanswered(combined(turns)));
  }

  // Those of one role one after another are read as one: so says the API of messages.
  private static List<JsonObject> combined(List<JsonObject> turns) {
    List<JsonObject> combined = new ArrayList<>();
    for (JsonObject turn : turns) {
      boolean goesOn =
          !combined.isEmpty() && combined.getLast().text("role").equals(turn.text("role"));
      JsonArray blocks = JsonArray.of(MessagesRules.blocks(turn).toList());
      combined.add(
          goesOn
              ? turn.with("content", joined(combined.removeLast(), blocks))
              : turn.with("content", blocks));
    }
    return combined;
  }

  private static JsonArray joined(JsonObject turn, JsonArray blocks) {
    return JsonArray.of(Stream.concat(MessagesRules.blocks(turn), blocks.objects()).toList());
  }

  private static Optional<String> shape(JsonObject turn, boolean isLast) {
    String role = turn.text("role").orElse("");
    if (!Set.of("user", "assistant", "system").contains(role)) {
      return Optional.of("messages: Unexpected role \"" + role + "\".");
    }
    Optional<String> foreign =
        turn.names().stream()
            .filter(FOREIGN::contains)
            .map(name -> "messages." + name + ": Extra inputs are not permitted")
            .findFirst();
    if (foreign.isPresent()) {
      return foreign;
    }
    boolean mayBeEmpty = isLast && role.equals("assistant");
    return isEmpty(turn.get("content").orElse(JsonNull.NULL)) && !mayBeEmpty
        ? Optional.of(
            "messages: all messages must have non-empty content except for the optional final"
                + " assistant message")
        : resultsBehind(turn);
  }

  private static boolean isEmpty(JsonValue content) {
    return switch (content) {
      case JsonString(String text) -> text.isEmpty();
      case JsonArray blocks -> blocks.isEmpty();
      default -> true;
    };
  }

  private static Optional<String> resultsBehind(JsonObject turn) {
    boolean isBehind =
        MessagesRules.blocks(turn)
            .dropWhile(block -> MessagesRules.isOf(block, "tool_result"))
            .anyMatch(block -> MessagesRules.isOf(block, "tool_result"));
    return isBehind
        ? Optional.of(
            "messages: `tool_use` ids were found without `tool_result` blocks immediately after.")
        : Optional.empty();
  }

  private static Optional<String> broken(JsonObject block) {
    String type = block.text("type").orElse("");
    return switch (type) {
      case "thinking" ->
          AnthropicMessage.isSigned(block)
              ? Optional.empty()
              : Optional.of("Invalid `signature` in `thinking` block");
      case "text" -> brokenText(block.text("text").orElse(""));
      case "tool_use" -> brokenCall(block);
      case "tool_result" ->
          MessagesRules.blocks(block)
              .filter(part -> part.text("text").filter(MessagesTurns::isOnlySpace).isEmpty())
              .flatMap(part -> broken(part).stream())
              .findFirst();
      case "image_url", "file", "input_audio", "refusal" ->
          Optional.of("messages: Input tag '" + type + "' found");
      default -> Optional.empty();
    };
  }

  // What a tool says may be: a command without output ends its line.
  private static boolean isOnlySpace(String text) {
    return !text.isEmpty() && text.isBlank();
  }

  private static Optional<String> brokenText(String text) {
    if (text.isEmpty()) {
      return Optional.of("messages: text content blocks must be non-empty");
    }
    return text.isBlank()
        ? Optional.of("messages: text content blocks must contain non-whitespace text")
        : Optional.empty();
  }

  private static Optional<String> brokenCall(JsonObject call) {
    if (!ID.matcher(call.text("id").orElse("")).matches()) {
      return Optional.of("messages: tool_use.id: String should match pattern '" + ID + "'");
    }
    return call.object("input").isPresent()
        ? Optional.empty()
        : Optional.of("messages: tool_use.input: Input should be a valid dictionary");
  }

  private static Optional<String> repeated(List<JsonObject> turns) {
    return CallsAnswered.areRepeated(turns, turn -> ids(turn, "tool_use", "id"))
        ? Optional.of("messages: `tool_use` ids must be unique")
        : Optional.empty();
  }

  private static Optional<String> unanswered(List<JsonObject> turns) {
    return CallsAnswered.firstMismatch(
            turns,
            turn -> ids(turn, "tool_use", "id"),
            turn -> ids(turn, "tool_result", "tool_use_id"))
        .map(ids ->
            "messages: `tool_use` ids were found without `tool_result` blocks immediately after, or"
                + " the other way round: "
                + String.join(", ", ids));
  }

  private static List<String> ids(JsonObject turn, String type, String name) {
    return MessagesRules.blocks(turn)
        .filter(block -> MessagesRules.isOf(block, type))
        .map(block -> block.text(name).orElse(""))
        .toList();
  }
}
