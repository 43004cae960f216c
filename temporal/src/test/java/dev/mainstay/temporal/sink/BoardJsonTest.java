package dev.mainstay.temporal.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a board tells whoever opens a message. */
class BoardJsonTest {
  // Three bytes each.
  private static final String TEXT = "\u4e00".repeat(500_000);

  @Test
  void wholeAnswerIsToldOnceAndFitsInOnePayload() {
    SinkEvent done = new SinkEvent.Done(JsonObject.of("text", new JsonString(TEXT)));
    SinkState state = SinkState.after(List.of(new SinkEvent.Text(TEXT), done));

    JsonObject told = BoardJson.of(state);

    assertThat(told.toBytes().length).isLessThan(2 * 1024 * 1024);
    assertThat(BoardJson.state(told).last()).hasValue(done);
  }

  // A call may go on without its readers.
  @Test
  void messageThatHasFailedIsToldWithItsText() {
    SinkState state =
        SinkState.after(
            List.of(new SinkEvent.Text(TEXT), new SinkEvent.Failed("ConnectionFailed")));

    assertThat(BoardJson.state(BoardJson.of(state))).isEqualTo(state);
  }
}
