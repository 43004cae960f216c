package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Anthropic refuses in a request, in its own words where they are known. */
final class MessagesRules {
  static final String PREFILL =
      "This model does not support assistant message prefill. The conversation must end with a user"
          + " message.";
  private static final Pattern NAME = Pattern.compile("^[a-zA-Z0-9_-]{1,128}$");
  private static final String BETA = "anthropic_beta";

  private MessagesRules() {}

  /**
   * Whether {@code body} asks for a Claude. Whoever else is asked in this dialect has rules of
   * their own.
   */
  static boolean holdFor(JsonObject body) {
    return body.text("model").filter(name -> !name.contains("claude")).isEmpty();
  }

  /** Why a Claude refuses {@code request}, which says {@code body}. */
  static Optional<String> refused(HttpRequest request, JsonObject body) {
    for (String name : List.of("model", "max_tokens", "messages")) {
      if (!body.hasValue(name)) {
        return Optional.of(name + ": Field required");
      }
    }
    Claude claude = Claude.of(body.text("model").orElse(""));
    List<JsonObject> turns = body.array("messages").orElse(JsonArray.of()).objects().toList();
    return foreign(body)
        .or(() -> MessagesTurns.refused(turns))
        .or(() -> tools(body))
        .or(() -> blankStop(body))
        .or(() -> ClaudeRules.refused(claude, withBetas(request, body)))
        .or(() -> prefill(claude, body, turns));
  }

  // Some say it in the body, others in a header.
  private static JsonObject withBetas(HttpRequest request, JsonObject body) {
    return request
        .header("anthropic-beta")
        .map(betas -> body.with(BETA, body.get(BETA).map(JsonValue::toJson).orElse("") + betas))
        .orElse(body);
  }

  private static Optional<String> foreign(JsonObject body) {
    return KnownFields.ANTHROPIC
        .foreign(body)
        .map(name -> name + ": Extra inputs are not permitted")
        .findFirst();
  }

  private static Optional<String> tools(JsonObject body) {
    List<JsonObject> tools = body.array("tools").orElse(JsonArray.of()).objects().toList();
    // Servers of the caller's have tools of their own.
    if (tools.isEmpty() && !body.hasValue("mcp_servers") && body.hasValue("tool_choice")) {
      return Optional.of("tool_choice: may only be specified while providing tools");
    }
    return tools.stream()
        .filter(tool -> tool.text("type").orElse("custom").equals("custom"))
        .flatMap(tool -> broken(tool).stream())
        .findFirst();
  }

  private static Optional<String> broken(JsonObject tool) {
    if (!NAME.matcher(tool.text("name").orElse("")).matches()) {
      return Optional.of("tools.0.custom.name: String should match pattern '" + NAME + "'");
    }
    return tool.object("input_schema").flatMap(schema -> schema.get("type")).isPresent()
        ? Optional.empty()
        : Optional.of("tools.0.custom.input_schema.type: Field required");
  }

  private static Optional<String> blankStop(JsonObject body) {
    boolean isBlank =
        body.array("stop_sequences").stream()
            .flatMap(stops -> stops.items().stream())
            .anyMatch(stop -> stop instanceof JsonString(String text) && text.isBlank());
    return isBlank
        ? Optional.of("stop_sequences: each stop sequence must contain non-whitespace")
        : Optional.empty();
  }

  private static Optional<String> prefill(Claude claude, JsonObject body, List<JsonObject> turns) {
    if (turns.isEmpty() || !isAssistants(turns.getLast())) {
      return Optional.empty();
    }
    if (claude.isFrom(46)) {
      return Optional.of(PREFILL);
    }
    if (body.object("output_config").filter(config -> config.hasValue("format")).isPresent()) {
      return Optional.of("output_config.format: cannot be used with an assistant message prefill");
    }
    String text = lastText(turns.getLast().get("content").orElse(JsonNull.NULL)).orElse("");
    return text.equals(text.stripTrailing())
        ? Optional.empty()
        : Optional.of("messages: final assistant content cannot end with trailing whitespace");
  }

  private static Optional<String> lastText(JsonValue content) {
    return switch (content) {
      case JsonString(String text) -> Optional.of(text);
      case JsonArray blocks ->
          blocks.objects().reduce((first, second) -> second).flatMap(last -> last.text("text"));
      default -> Optional.empty();
    };
  }

  private static boolean isAssistants(JsonObject turn) {
    return turn.text("role").filter("assistant"::equals).isPresent();
  }

  /** Whether {@code block} is one of {@code type}. */
  static boolean isOf(JsonObject block, String type) {
    return block.text("type").filter(type::equals).isPresent();
  }

  /** The blocks in {@code turn}. */
  static Stream<JsonObject> blocks(JsonObject turn) {
    return turn.array("content").stream().flatMap(JsonArray::objects);
  }
}
