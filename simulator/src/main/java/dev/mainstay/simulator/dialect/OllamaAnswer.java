package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ToolCall;
import java.time.Instant;
import java.util.List;

/** What Ollama says: whole, or a line of a stream. */
final class OllamaAnswer {
  private static final int NANOS = 1_000_000;

  private final Identity identity;
  private final Ask ask;
  private final Lines lines;
  private final boolean isChat;

  private OllamaAnswer(Identity identity, Ask ask, Lines lines, boolean isChat) {
    this.identity = identity;
    this.ask = ask;
    this.lines = lines;
    this.isChat = isChat;
  }

  /** One that is a message. */
  static OllamaAnswer ofChat(Identity identity, Ask ask, Lines lines) {
    return new OllamaAnswer(identity, ask, lines, true);
  }

  /** One that is the text that follows a prompt. */
  static OllamaAnswer ofText(Identity identity, Ask ask, Lines lines) {
    return new OllamaAnswer(identity, ask, lines, false);
  }

  /**
   * The answer as it is after {@code said} output events.
   *
   * @param isFinished whether it says that it is done
   */
  byte[] whole(int said, boolean isFinished) {
    JsonObjectBuilder message = message(lines.text(said));
    String reasoning = lines.reasoning(said);
    if (!reasoning.isEmpty()) {
      message.put("thinking", reasoning);
    }
    List<JsonObject> calls = lines.calls(said).stream().map(OllamaAnswer::call).toList();
    if (!calls.isEmpty()) {
      message.put("tool_calls", JsonArray.of(calls));
    }
    JsonObject told = line(message.build());
    return (isFinished ? end(told) : told).toBytes();
  }

  /** Whether it may have thoughts and calls. */
  boolean isChat() {
    return isChat;
  }

  JsonObject text(String text) {
    return line(message(text).build());
  }

  JsonObject thought(String text) {
    return line(message("").put("thinking", text).build());
  }

  JsonObject calling(ToolCall call) {
    return line(message("").put("tool_calls", JsonArray.of(call(call))).build());
  }

  /** The last line, with the usage. */
  JsonObject end() {
    return end(line(message("").build()));
  }

  private JsonObject end(JsonObject line) {
    return line.toBuilder()
        .put("done", true)
        .put("done_reason", lines.finishReason().equals("length") ? "length" : "stop")
        .put("total_duration", NANOS)
        .put("prompt_eval_count", lines.promptTokens(ask.bytes()))
        .put("eval_count", lines.completionTokens())
        .build();
  }

  private JsonObject line(JsonObject message) {
    JsonObjectBuilder line =
        JsonObject.builder()
            .put("model", identity.model())
            .put("created_at", Instant.ofEpochSecond(identity.created()).toString());
    if (isChat) {
      line.put("message", message);
    } else {
      line.put("response", message.text("content").orElse(""));
    }
    return line.put("done", false).build();
  }

  private static JsonObjectBuilder message(String text) {
    return JsonObject.builder().put("role", "assistant").put("content", text);
  }

  private static JsonObject call(ToolCall call) {
    JsonObject function =
        JsonObject.of("name", new JsonString(call.name()))
            .with("arguments", Dialect.arguments(call.arguments()));
    return JsonObject.of("id", new JsonString(call.id())).with("function", function);
  }
}
