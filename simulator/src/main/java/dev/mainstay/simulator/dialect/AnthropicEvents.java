package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.simulator.dialect.Output.Calling;
import dev.mainstay.simulator.dialect.Output.Reasoning;
import dev.mainstay.simulator.dialect.Output.Refusal;
import dev.mainstay.simulator.dialect.Output.Text;
import dev.mainstay.simulator.script.ErrorBody;

/**
 * Anthropic's named events: each output is a delta, and begins its content block where none of its
 * sort is open. https://docs.claude.com/en/docs/build-with-claude/streaming
 */
final class AnthropicEvents implements StreamEvents {
  private final Identity identity;
  private final Ask ask;
  private final Lines lines;
  private String open = "";
  private int index = -1;

  AnthropicEvents(Identity identity, Ask ask, Lines lines) {
    this.identity = identity;
    this.ask = ask;
    this.lines = lines;
  }

  @Override
  public void begin(Bytes to) {
    JsonObject message =
        AnthropicMessage.of(identity, lines, 0)
            .with("stop_reason", JsonNull.NULL)
            .with("usage", AnthropicMessage.usage(lines.promptTokens(ask.bytes()), 1));
    add(to, Dialect.type("message_start").with("message", message));
    add(to, Dialect.type("ping"));
  }

  @Override
  public void output(Bytes to, int number) {
    switch (lines.output(number)) {
      case Text(String text) -> delta(to, "text", AnthropicMessage.text(""), "text", text);
      case Refusal(String text) -> delta(to, "text", AnthropicMessage.text(""), "text", text);
      case Reasoning(String text) ->
          delta(to, "thinking", AnthropicMessage.thinking("", ""), "thinking", text);
      case Calling calling -> call(to, calling);
    }
  }

  private void call(Bytes to, Calling calling) {
    open(to, "tool " + calling.index(), AnthropicMessage.toolUse(calling.call(), "{}"));
    if (!calling.arguments().isEmpty()) {
      add(to, block("input_json_delta", "partial_json", calling.arguments()));
    }
  }

  private void delta(Bytes to, String sort, JsonObject start, String name, String text) {
    open(to, sort, start);
    add(to, block(name + "_delta", name, text));
  }

  private void open(Bytes to, String sort, JsonObject start) {
    if (open.equals(sort)) {
      return;
    }
    close(to);
    open = sort;
    index++;
    add(to, indexed("content_block_start").with("content_block", start));
  }

  private void close(Bytes to) {
    if (open.equals("thinking")) {
      add(to, block("signature_delta", "signature", AnthropicMessage.signature(identity)));
    }
    if (!open.isEmpty()) {
      add(to, indexed("content_block_stop"));
    }
    open = "";
  }

  @Override
  public void finish(Bytes to) {
    close(to);
    JsonObject delta =
        JsonObject.of(
                "stop_reason", new JsonString(AnthropicDialect.stopReason(lines.finishReason())))
            .with("stop_sequence", JsonNull.NULL);
    int prompt = lines.promptTokens(ask.bytes());
    add(
        to,
        Dialect.type("message_delta")
            .with("delta", delta)
            .with("usage", AnthropicMessage.usage(prompt, lines.completionTokens())));
  }

  @Override
  public boolean hasUsage() {
    return false;
  }

  @Override
  public void usage(Bytes to) {}

  @Override
  public byte[] done() {
    Bytes event = new Bytes();
    add(event, Dialect.type("message_stop"));
    return event.copy();
  }

  @Override
  public byte[] error(ErrorBody error) {
    Bytes event = new Bytes();
    add(event, new AnthropicDialect().error(error));
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

  private JsonObject block(String type, String name, String text) {
    JsonObject delta = Dialect.type(type).with(name, text);
    return indexed("content_block_delta").with("delta", delta);
  }

  private JsonObject indexed(String type) {
    return Dialect.type(type).with("index", JsonNumber.of(index));
  }

  private static void add(Bytes to, JsonObject event) {
    to.add("event: ").add(event.text("type").orElse("")).add("\ndata: ").add(event.toBytes());
    to.add(Chunks.EVENT_END);
  }
}
