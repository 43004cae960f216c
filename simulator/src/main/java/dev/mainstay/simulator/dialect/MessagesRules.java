package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Anthropic refuses in a request, in its own words where they are known. */
final class MessagesRules {
  private static final String PREFILL =
      "This model does not support assistant message prefill. The conversation must end with a user"
          + " message.";
  private static final Pattern ID = Pattern.compile("^[a-zA-Z0-9_-]+$");
  // Those from 4.6 on.
  private static final Pattern WITHOUT_PREFILL =
      Pattern.compile("claude-[a-z]+-(4[-.]([6-9]|\\d\\d)|[5-9])(?!\\d)");

  private MessagesRules() {}

  static Optional<String> refused(JsonObject body) {
    for (String name : List.of("model", "max_tokens", "messages")) {
      if (!body.hasValue(name)) {
        return Optional.of(name + ": Field required");
      }
    }
    List<JsonObject> turns = body.array("messages").orElse(JsonArray.of()).objects().toList();
    return turns.stream()
        .flatMap(turn -> turn.array("content").stream().flatMap(JsonArray::objects))
        .flatMap(block -> broken(block).stream())
        .findFirst()
        .or(() -> unanswered(turns))
        .or(() -> prefill(body, turns))
        .or(() -> thoughts(body, turns));
  }

  // Whoever thinks on a budget must be shown what was thought before the calls it goes on with.
  private static Optional<String> thoughts(JsonObject body, List<JsonObject> turns) {
    boolean isOnBudget =
        body.object("thinking").flatMap(t -> t.text("type")).filter("enabled"::equals).isPresent();
    if (!isOnBudget || turns.size() < 2) {
      return Optional.empty();
    }
    List<JsonObject> said =
        turns.get(turns.size() - 2).array("content").orElse(JsonArray.of()).objects().toList();
    boolean hasCalls = said.stream().anyMatch(block -> isOf(block, "tool_use"));
    return hasCalls && !isOf(said.getFirst(), "thinking")
        ? Optional.of(
            "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found"
                + " `tool_use`.")
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
    return turn.array("content")
        .orElse(JsonArray.of())
        .objects()
        .filter(block -> isOf(block, type))
        .map(block -> block.text(name).orElse(""))
        .toList();
  }

  private static Optional<String> brokenCall(JsonObject call) {
    if (!ID.matcher(call.text("id").orElse("")).matches()) {
      return Optional.of("messages: tool_use.id: String should match pattern '" + ID + "'");
    }
    return call.get("input").filter(JsonObject.class::isInstance).isPresent()
        ? Optional.empty()
        : Optional.of("messages: tool_use.input: Input should be a valid dictionary");
  }

  private static boolean isOf(JsonObject block, String type) {
    return block.text("type").filter(type::equals).isPresent();
  }

  private static Optional<String> broken(JsonObject block) {
    return switch (block.text("type").orElse("")) {
      case "thinking" ->
          AnthropicMessage.isSigned(block)
              ? Optional.empty()
              : Optional.of("Invalid `signature` in `thinking` block");
      case "text" ->
          block.text("text").orElse("").isEmpty()
              ? Optional.of("messages: text content blocks must be non-empty")
              : Optional.empty();
      case "tool_use" -> brokenCall(block);
      case "image_url", "file", "input_audio" ->
          Optional.of("messages: Input tag '" + block.text("type").orElse("") + "' found");
      default -> Optional.empty();
    };
  }

  private static Optional<String> prefill(JsonObject body, List<JsonObject> turns) {
    boolean endsInAssistant =
        !turns.isEmpty() && turns.getLast().text("role").filter("assistant"::equals).isPresent();
    if (!endsInAssistant) {
      return Optional.empty();
    }
    String model = body.text("model").orElse("");
    if (WITHOUT_PREFILL.matcher(model).find()) {
      return Optional.of(PREFILL);
    }
    String text = turns.getLast().get("content").map(MessagesRules::lastText).orElse("");
    return text.equals(text.stripTrailing())
        ? Optional.empty()
        : Optional.of("messages: final assistant content cannot end with trailing whitespace");
  }

  private static String lastText(JsonValue content) {
    return content instanceof JsonArray blocks && !blocks.isEmpty()
        ? blocks.objects().toList().getLast().text("text").orElse("")
        : content.toString().replaceAll("^\"|\"$", "");
  }
}
