package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** An answer as Cohere writes it. */
final class CohereAnswer {
  private CohereAnswer() {}

  /**
   * The answer as it is after {@code said} output events.
   *
   * @param isFinished whether it says why it stopped
   */
  static JsonObject of(Identity identity, Ask ask, Lines lines, int said, boolean isFinished) {
    return JsonObject.builder()
        .put("id", identity.requestId())
        .put(
            "finish_reason",
            isFinished ? new JsonString(finishReason(lines.finishReason())) : JsonNull.NULL)
        .put("message", message(lines, said))
        .put("usage", usage(ask, lines))
        .build();
  }

  private static JsonObject message(Lines lines, int said) {
    JsonObjectBuilder message = JsonObject.builder().put("role", "assistant");
    List<JsonValue> content = new ArrayList<>();
    String reasoning = lines.reasoning(said);
    if (!reasoning.isEmpty()) {
      content.add(part("thinking", reasoning));
    }
    String text = lines.text(said);
    if (!text.isEmpty()) {
      content.add(part("text", text));
    }
    message.put("content", JsonArray.of(content));
    List<JsonObject> calls =
        lines.calls(said).stream().map(call -> call(call, call.arguments())).toList();
    return calls.isEmpty()
        ? message.build()
        : message.put("tool_calls", JsonArray.of(calls)).build();
  }

  /** A part of a message, which has its text in a member of its type's name. */
  static JsonObject part(String type, String text) {
    return Dialect.type(type).with(type, text);
  }

  static JsonObject call(ToolCall call, String arguments) {
    return JsonObject.of("id", new JsonString(call.id()))
        .with("type", "function")
        .with(
            "function",
            JsonObject.of("name", new JsonString(call.name())).with("arguments", arguments));
  }

  static JsonObject usage(Ask ask, Lines lines) {
    JsonObject counts =
        JsonObject.builder()
            .put("input_tokens", lines.promptTokens(ask.bytes()))
            .put("output_tokens", lines.completionTokens())
            .build();
    return JsonObject.builder().put("billed_units", counts).put("tokens", counts).build();
  }

  /** What Cohere calls {@code finishReason}. */
  static String finishReason(String finishReason) {
    return switch (finishReason) {
      case "stop" -> "COMPLETE";
      case "length" -> "MAX_TOKENS";
      case "tool_calls" -> "TOOL_CALL";
      case "content_filter" -> "ERROR_TOXIC";
      default -> finishReason;
    };
  }
}
