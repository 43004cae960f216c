package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A message as Anthropic writes it. */
final class AnthropicMessage {
  private static final String SIGNATURE = "sig_simulated_";
  // One that a real vendor made: whether for this conversation, only that vendor could tell.
  private static final Pattern REAL = Pattern.compile("[A-Za-z0-9+/_-]{64,}={0,2}");

  private AnthropicMessage() {}

  /** The message of {@code identity} as it is after {@code said} output events. */
  static JsonObject of(Identity identity, Lines lines, int said) {
    return JsonObject.builder()
        .put("id", "msg_simulated_" + identity.number())
        .put("type", "message")
        .put("role", "assistant")
        .put("model", identity.model())
        .put("content", JsonArray.of(content(identity, lines, said)))
        .put("stop_reason", AnthropicDialect.stopReason(lines.finishReason()))
        .put("stop_sequence", JsonNull.NULL)
        .build();
  }

  private static List<JsonValue> content(Identity identity, Lines lines, int said) {
    List<JsonValue> blocks = new ArrayList<>();
    String reasoning = lines.reasoning(said);
    if (!reasoning.isEmpty()) {
      blocks.add(thinking(reasoning, signature(identity)));
    }
    String text = lines.text(said);
    if (!text.isEmpty()) {
      blocks.add(text(text));
    }
    lines.calls(said).forEach(call -> blocks.add(toolUse(call, call.arguments())));
    return blocks;
  }

  static JsonObject text(String text) {
    return Dialect.type("text").with("text", text);
  }

  static JsonObject thinking(String thinking, String signature) {
    return Dialect.type("thinking").with("thinking", thinking).with("signature", signature);
  }

  static JsonObject toolUse(ToolCall call, String arguments) {
    return Dialect.type("tool_use")
        .with("id", call.id())
        .with("name", call.name())
        .with("input", Dialect.arguments(arguments));
  }

  static JsonObject usage(int input, int output) {
    return JsonObject.builder()
        .put("input_tokens", input)
        .put("cache_creation_input_tokens", 0)
        .put("cache_read_input_tokens", 0)
        .put("output_tokens", output)
        .build();
  }

  static String signature(Identity identity) {
    return SIGNATURE + identity.number();
  }

  /** Whether {@code thought} has a signature that a simulator or a vendor could have made. */
  static boolean isSigned(JsonObject thought) {
    return isSignature(thought.text("signature").orElse(""));
  }

  /** Whether a simulator or a vendor could have made {@code signature}. */
  static boolean isSignature(String signature) {
    return signature.startsWith(SIGNATURE) || isReal(signature);
  }

  /** Whether {@code signature} looks like one that a vendor made. */
  static boolean isReal(String signature) {
    return REAL.matcher(signature).matches();
  }
}
