package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ToolCall;
import dev.mainstay.simulator.dialect.Output.Calling;
import dev.mainstay.simulator.dialect.Output.Reasoning;
import dev.mainstay.simulator.dialect.Output.Refusal;
import dev.mainstay.simulator.dialect.Output.Text;
import dev.mainstay.simulator.script.ErrorBody;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Gemini's frames: nothing comes before the output, a call comes whole with its last piece, and
 * nothing after the frame that says why it ends.
 */
final class GeminiEvents implements StreamEvents {
  private static final byte[] EVENT_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final GeminiAnswer answer;
  private final Lines lines;
  private boolean hasSaid;

  GeminiEvents(GeminiAnswer answer, Lines lines) {
    this.answer = answer;
    this.lines = lines;
  }

  @Override
  public void begin(Bytes to) {}

  @Override
  public void output(Bytes to, int number) {
    switch (lines.output(number)) {
      case Text(String text) -> say(to, GeminiAnswer.text(text), number);
      case Refusal(String text) -> say(to, GeminiAnswer.text(text), number);
      case Reasoning(String text) -> say(to, GeminiAnswer.thought(text), number);
      case Calling calling -> call(to, calling, number);
    }
  }

  private void call(Bytes to, Calling calling, int number) {
    if (lines.isLastOfCall(number)) {
      List<ToolCall> calls = lines.calls(number);
      say(to, answer.call(calls.getLast(), calling.index()), number);
    }
  }

  private void say(Bytes to, JsonObject part, int number) {
    hasSaid = true;
    frame(to, answer.frame(part, number));
  }

  @Override
  public void finish(Bytes to) {
    frame(to, answer.end());
  }

  @Override
  public boolean hasUsage() {
    return false;
  }

  @Override
  public void usage(Bytes to) {}

  /** The end of the body is all that says it. */
  @Override
  public byte[] done() {
    return new byte[0];
  }

  /** As the first event it is a frame; later the service leaves its framing. */
  @Override
  public byte[] error(ErrorBody error) {
    JsonObject told = GoogleError.of(error);
    Bytes event = new Bytes();
    if (hasSaid) {
      event.add(told.toBytes()).add("\r\n");
    } else {
      frame(event, told);
    }
    return event.copy();
  }

  @Override
  public byte[] closing() {
    return EVENT_END;
  }

  @Override
  public byte[] keepAlive() {
    return StreamEvents.KEEP_ALIVE;
  }

  private static void frame(Bytes to, JsonObject frame) {
    to.add("data: ").add(frame.toBytes()).add(EVENT_END);
  }
}
