package dev.mainstay.simulator.dialect;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.simulator.dialect.Output.Calling;
import dev.mainstay.simulator.dialect.Output.Reasoning;
import dev.mainstay.simulator.dialect.Output.Refusal;
import dev.mainstay.simulator.dialect.Output.Text;
import dev.mainstay.simulator.script.ErrorBody;

/** Chunks of OpenAI's text completions, for each choice that was asked for. */
final class TextEvents implements StreamEvents {
  private final Identity identity;
  private final Ask ask;
  private final Lines lines;

  TextEvents(Identity identity, Ask ask, Lines lines) {
    this.identity = identity;
    this.ask = ask;
    this.lines = lines;
  }

  @Override
  public void begin(Bytes to) {}

  @Override
  public void output(Bytes to, int number) {
    switch (lines.output(number)) {
      case Text(String text) -> say(to, text, JsonNull.NULL);
      case Refusal(String text) -> say(to, text, JsonNull.NULL);
      case Reasoning thought -> {}
      case Calling call -> {}
    }
  }

  @Override
  public void finish(Bytes to) {
    say(to, "", new JsonString(lines.finishReason()));
  }

  private void say(Bytes to, String text, JsonValue finish) {
    add(to, TextDialect.completion(identity, TextDialect.choices(ask, text, finish)));
  }

  @Override
  public boolean hasUsage() {
    return ask.tellsUsage();
  }

  @Override
  public void usage(Bytes to) {
    add(
        to,
        TextDialect.completion(identity, JsonArray.of())
            .with("usage", Json.parse(lines.usage(ask.bytes()))));
  }

  @Override
  public byte[] done() {
    return Chunks.DONE;
  }

  @Override
  public byte[] error(ErrorBody error) {
    return Chunks.error(ChatVendor.ANYBODY, error);
  }

  @Override
  public byte[] closing() {
    return Chunks.EVENT_END;
  }

  @Override
  public byte[] keepAlive() {
    return StreamEvents.KEEP_ALIVE;
  }

  private static void add(Bytes to, JsonObject chunk) {
    to.add("data: ").add(chunk.toBytes()).add(Chunks.EVENT_END);
  }
}
