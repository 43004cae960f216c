package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.simulator.dialect.Output.Calling;
import dev.mainstay.simulator.dialect.Output.Reasoning;
import dev.mainstay.simulator.dialect.Output.Refusal;
import dev.mainstay.simulator.dialect.Output.Text;
import dev.mainstay.simulator.script.ErrorBody;

/**
 * The events of Bedrock's ConverseStream in Amazon's framing: each output is a delta; a call begins
 * its content block, text and thoughts have no beginning; the usage comes after the end.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
 */
final class BedrockEvents implements StreamEvents {
  // No client knows it, and all pass over what they do not know: the service has no sign of life.
  private static final byte[] KEEP_ALIVE = Frame.event("keepAlive", JsonObject.empty());

  private final Identity identity;
  private final Ask ask;
  private final Lines lines;
  private String open = "";
  private int index = -1;

  BedrockEvents(Identity identity, Ask ask, Lines lines) {
    this.identity = identity;
    this.ask = ask;
    this.lines = lines;
  }

  @Override
  public void begin(Bytes to) {
    add(to, "messageStart", JsonObject.of("role", new JsonString("assistant")));
  }

  @Override
  public void output(Bytes to, int number) {
    switch (lines.output(number)) {
      case Text(String text) -> delta(to, "text", JsonObject.of("text", new JsonString(text)));
      case Refusal(String text) -> delta(to, "text", JsonObject.of("text", new JsonString(text)));
      case Reasoning(String text) -> delta(to, "thinking", reasoning("text", text));
      case Calling calling -> call(to, calling);
    }
  }

  private void call(Bytes to, Calling calling) {
    String sort = "tool " + calling.index();
    if (!open.equals(sort)) {
      open(to, sort);
      JsonObject start = JsonObject.of("toolUse", BedrockMessage.start(calling.call()));
      add(to, "contentBlockStart", indexed().with("start", start));
    }
    if (!calling.arguments().isEmpty()) {
      JsonObject input = JsonObject.of("input", new JsonString(calling.arguments()));
      delta(to, sort, JsonObject.of("toolUse", input));
    }
  }

  private static JsonObject reasoning(String name, String text) {
    return JsonObject.of("reasoningContent", JsonObject.of(name, new JsonString(text)));
  }

  private void delta(Bytes to, String sort, JsonObject delta) {
    if (!open.equals(sort)) {
      open(to, sort);
    }
    add(to, "contentBlockDelta", indexed().with("delta", delta));
  }

  private void open(Bytes to, String sort) {
    close(to);
    open = sort;
    index++;
  }

  private void close(Bytes to) {
    if (open.equals("thinking")) {
      JsonObject signed = reasoning("signature", AnthropicMessage.signature(identity));
      add(to, "contentBlockDelta", indexed().with("delta", signed));
    }
    if (!open.isEmpty()) {
      add(to, "contentBlockStop", indexed());
    }
    open = "";
  }

  @Override
  public void finish(Bytes to) {
    close(to);
    String word = BedrockMessage.stopReason(lines.finishReason());
    add(to, "messageStop", JsonObject.of("stopReason", new JsonString(word)));
  }

  @Override
  public boolean hasUsage() {
    return true;
  }

  @Override
  public void usage(Bytes to) {
    add(
        to,
        "metadata",
        JsonObject.of("usage", BedrockMessage.usage(ask, lines))
            .with("metrics", BedrockMessage.metrics()));
  }

  /** The end of the body is all that says it. */
  @Override
  public byte[] done() {
    return new byte[0];
  }

  @Override
  public byte[] error(ErrorBody error) {
    String type = BedrockDialect.exception(error);
    String member = Character.toLowerCase(type.charAt(0)) + type.substring(1);
    return Frame.exception(member, JsonObject.of("message", new JsonString(error.message())));
  }

  /** What is cut stays cut: the checksum of whatever follows tells. */
  @Override
  public byte[] closing() {
    return new byte[0];
  }

  @Override
  public byte[] keepAlive() {
    return KEEP_ALIVE;
  }

  private JsonObject indexed() {
    return JsonObject.of("contentBlockIndex", JsonNumber.of(index));
  }

  // The service pads every event, so that its length tells nothing.
  private static void add(Bytes to, String type, JsonObject payload) {
    to.add(Frame.event(type, payload.with("p", "abcdefghij")));
  }
}
