package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.simulator.dialect.Output.Calling;
import dev.mainstay.simulator.dialect.Output.Reasoning;
import dev.mainstay.simulator.dialect.Output.Refusal;
import dev.mainstay.simulator.dialect.Output.Text;
import dev.mainstay.simulator.script.ErrorBody;

/**
 * Cohere's named events: each output is a delta, and begins its part where none of its sort is
 * open. https://docs.cohere.com/v2/docs/streaming
 */
final class CohereEvents implements StreamEvents {
  private static final String CALL = "tool-call";
  private static final String CONTENT = "content";

  private final Identity identity;
  private final Ask ask;
  private final Lines lines;
  // What is open: a part of this type, or the call of this number.
  private String open = "";
  private int index = -1;

  CohereEvents(Identity identity, Ask ask, Lines lines) {
    this.identity = identity;
    this.ask = ask;
    this.lines = lines;
  }

  @Override
  public void begin(Bytes to) {
    JsonObject message =
        JsonObject.builder()
            .put("role", "assistant")
            .put(CONTENT, JsonArray.of())
            .put("tool_plan", "")
            .put("tool_calls", JsonArray.of())
            .put("citations", JsonArray.of())
            .build();
    add(
        to,
        Dialect.type("message-start")
            .with("id", identity.requestId())
            .with("delta", JsonObject.of("message", message)));
  }

  @Override
  public void output(Bytes to, int number) {
    switch (lines.output(number)) {
      case Text(String text) -> say(to, "text", text);
      case Refusal(String text) -> say(to, "text", text);
      case Reasoning(String text) -> say(to, "thinking", text);
      case Calling calling -> call(to, calling);
    }
  }

  private void say(Bytes to, String type, String text) {
    if (!open.equals(type)) {
      open(to, type);
      add(to, delta("content-start", CONTENT, CohereAnswer.part(type, "")));
    }
    add(to, delta("content-delta", CONTENT, JsonObject.of(type, new JsonString(text))));
  }

  private void call(Bytes to, Calling calling) {
    String name = CALL + calling.index();
    if (!open.equals(name)) {
      open(to, name);
      add(to, delta("tool-call-start", "tool_calls", CohereAnswer.call(calling.call(), "")));
    }
    if (!calling.arguments().isEmpty()) {
      JsonObject piece =
          JsonObject.of(
              "function", JsonObject.of("arguments", new JsonString(calling.arguments())));
      add(to, delta("tool-call-delta", "tool_calls", piece));
    }
  }

  private void open(Bytes to, String name) {
    close(to);
    open = name;
    index++;
  }

  private void close(Bytes to) {
    if (!open.isEmpty()) {
      add(to, indexed(open.startsWith(CALL) ? "tool-call-end" : "content-end"));
    }
    open = "";
  }

  @Override
  public void finish(Bytes to) {
    close(to);
    JsonObject delta =
        JsonObject.of(
                "finish_reason", new JsonString(CohereAnswer.finishReason(lines.finishReason())))
            .with("usage", CohereAnswer.usage(ask, lines));
    add(to, Dialect.type("message-end").with("delta", delta));
  }

  @Override
  public boolean hasUsage() {
    return false;
  }

  @Override
  public void usage(Bytes to) {}

  @Override
  public byte[] done() {
    return Chunks.DONE;
  }

  @Override
  public byte[] error(ErrorBody error) {
    Bytes event = new Bytes();
    JsonObject delta =
        JsonObject.of("finish_reason", new JsonString("ERROR")).with("error", Dialect.words(error));
    add(event, Dialect.type("message-end").with("delta", delta));
    return event.copy();
  }

  @Override
  public byte[] closing() {
    return Chunks.EVENT_END;
  }

  @Override
  public byte[] keepAlive() {
    return StreamEvents.KEEP_ALIVE;
  }

  private JsonObject delta(String type, String name, JsonValue said) {
    JsonObject message = JsonObject.of(name, said);
    return indexed(type).with("delta", JsonObject.of("message", message));
  }

  private JsonObject indexed(String type) {
    return Dialect.type(type).with("index", JsonNumber.of(index));
  }

  private static void add(Bytes to, JsonObject event) {
    to.add("event: ").add(event.text("type").orElse("")).add("\ndata: ").add(event.toBytes());
    to.add(Chunks.EVENT_END);
  }
}
