package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** An answer as Bedrock's Converse writes it. */
final class BedrockMessage {
  private static final int LATENCY_MILLIS = 42;

  private BedrockMessage() {}

  /**
   * The answer of {@code identity} as it is after {@code said} output events.
   *
   * @param isFinished whether it says why it stopped
   */
  static JsonObject of(Identity identity, Ask ask, Lines lines, int said, boolean isFinished) {
    JsonObject message =
        JsonObject.builder()
            .put("role", "assistant")
            .put("content", JsonArray.of(content(identity, lines, said)))
            .build();
    JsonValue stopReason =
        isFinished ? new JsonString(stopReason(lines.finishReason())) : JsonNull.NULL;
    return JsonObject.builder()
        .put("output", JsonObject.of("message", message))
        .put("stopReason", stopReason)
        .put("usage", usage(ask, lines))
        .put("metrics", metrics())
        .build();
  }

  private static List<JsonValue> content(Identity identity, Lines lines, int said) {
    List<JsonValue> blocks = new ArrayList<>();
    String reasoning = lines.reasoning(said);
    if (!reasoning.isEmpty()) {
      JsonObject thought =
          JsonObject.of("text", new JsonString(reasoning))
              .with("signature", AnthropicMessage.signature(identity));
      blocks.add(JsonObject.of("reasoningContent", JsonObject.of("reasoningText", thought)));
    }
    String text = lines.text(said);
    if (!text.isEmpty()) {
      blocks.add(JsonObject.of("text", new JsonString(text)));
    }
    lines.calls(said).forEach(call -> blocks.add(toolUse(call)));
    return blocks;
  }

  private static JsonObject toolUse(ToolCall call) {
    return JsonObject.of("toolUse", start(call).with("input", Dialect.arguments(call.arguments())));
  }

  /** What the beginning of a call tells of it. */
  static JsonObject start(ToolCall call) {
    return JsonObject.of("toolUseId", new JsonString(call.id())).with("name", call.name());
  }

  static JsonObject usage(Ask ask, Lines lines) {
    int prompt = lines.promptTokens(ask.bytes());
    int completion = lines.completionTokens();
    return JsonObject.builder()
        .put("inputTokens", prompt)
        .put("outputTokens", completion)
        .put("totalTokens", (long) prompt + completion)
        .build();
  }

  static JsonObject metrics() {
    return JsonObject.builder().put("latencyMs", LATENCY_MILLIS).build();
  }

  /** What Bedrock calls {@code finishReason}. */
  static String stopReason(String finishReason) {
    return switch (finishReason) {
      case "stop" -> "end_turn";
      case "length" -> "max_tokens";
      case "tool_calls" -> "tool_use";
      case "content_filter" -> "content_filtered";
      default -> finishReason;
    };
  }
}
