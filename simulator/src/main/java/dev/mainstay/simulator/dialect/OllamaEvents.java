package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonObject;
import dev.mainstay.simulator.dialect.Output.Calling;
import dev.mainstay.simulator.dialect.Output.Reasoning;
import dev.mainstay.simulator.dialect.Output.Refusal;
import dev.mainstay.simulator.dialect.Output.Text;
import dev.mainstay.simulator.script.ErrorBody;
import java.nio.charset.StandardCharsets;

/**
 * Ollama's lines of JSON: nothing comes before the output, a call comes whole with its last piece,
 * and nothing after the line that is done.
 */
final class OllamaEvents implements StreamEvents {
  private static final byte[] LINE_END = "\n".getBytes(StandardCharsets.US_ASCII);

  private final OllamaAnswer answer;
  private final Lines lines;

  OllamaEvents(OllamaAnswer answer, Lines lines) {
    this.answer = answer;
    this.lines = lines;
  }

  @Override
  public void begin(Bytes to) {}

  @Override
  public void output(Bytes to, int number) {
    switch (lines.output(number)) {
      case Text(String text) -> line(to, answer.text(text));
      case Refusal(String text) -> line(to, answer.text(text));
      case Reasoning(String text) -> {
        if (answer.isChat()) {
          line(to, answer.thought(text));
        }
      }
      case Calling calling -> {
        if (answer.isChat() && lines.isLastOfCall(number)) {
          line(to, answer.calling(lines.calls(number).getLast()));
        }
      }
    }
  }

  @Override
  public void finish(Bytes to) {
    line(to, answer.end());
  }

  @Override
  public boolean hasUsage() {
    return false;
  }

  @Override
  public void usage(Bytes to) {}

  /** The last line is all that says it. */
  @Override
  public byte[] done() {
    return new byte[0];
  }

  @Override
  public byte[] error(ErrorBody error) {
    Bytes event = new Bytes();
    line(event, new OllamaDialect().error(error));
    return event.copy();
  }

  @Override
  public byte[] closing() {
    return LINE_END;
  }

  @Override
  public byte[] keepAlive() {
    return LINE_END;
  }

  private static void line(Bytes to, JsonObject line) {
    to.add(line.toBytes()).add(LINE_END);
  }
}
