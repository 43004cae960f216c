package dev.mainstay.temporal.sink;

import static dev.mainstay.transport.RealTime.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.json.JsonObject;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class MemorySinkTest {
  private static final SinkEvent.Done DONE = new SinkEvent.Done(JsonObject.empty());

  private final MemorySink sink = new MemorySink();

  @Test
  void whatIsWrittenForAReaderIsFlushed() throws Exception {
    sink.open("m", 1).write(1, new SinkEvent.Failed("ServerError"));
    ByteArrayOutputStream read = new ByteArrayOutputStream();

    sink.write("m", 0, new BufferedOutputStream(read));

    assertThat(read.toString(UTF_8)).contains("event: failed");
  }

  @Test
  void clientThatComesBackMissesAndRepeatsNothing() throws Exception {
    SinkWriter writer = sink.open("m", 1);
    writer.write(1, new SinkEvent.Text("a"));
    writer.write(2, new SinkEvent.Text("b"));
    Thread.startVirtualThread(() -> {
      writer.write(3, new SinkEvent.Text("c"));
      writer.write(4, DONE);
    });

    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    sink.write("m", 1, rest);

    assertThat(rest.toString(UTF_8))
        .isEqualTo(
            new NumberedEvent(2, new SinkEvent.Text("b")).sse()
                + new NumberedEvent(3, new SinkEvent.Text("c")).sse()
                + new NumberedEvent(4, DONE).sse());
  }

  @Test
  void clientWhoHasItAllIsLetGoAtOnce() throws Exception {
    sink.open("m", 1).write(1, DONE);

    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    sink.write("m", 1, rest);

    assertThat(rest.size()).isZero();
    assertThat(sink.read("m", 1, Duration.ofDays(1))).isEqualTo(new ReadEvents(List.of(), true));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, 0})
  void lastEventIdBelowTheFirstIsAllThatThereIs(long id) throws Exception {
    sink.open("m", 1).write(1, DONE);

    assertThat(sink.read("m", id, Duration.ZERO).events())
        .containsExactly(new NumberedEvent(1, DONE));
  }

  @Test
  void lastEventIdBeyondTheLastIsNothing() throws Exception {
    sink.open("m", 1).write(1, new SinkEvent.Text("a"));

    assertThat(sink.read("m", Long.MAX_VALUE, Duration.ZERO))
        .isEqualTo(new ReadEvents(List.of(), false));
  }

  @Test
  void readersOfACallThatNobodyIsLeftToTellOfAreToldAtItsDeadline() throws Exception {
    SinkWriter writer = sink.open("m", 1, Duration.ofMillis(20));
    writer.write(1, new SinkEvent.Text("a"));

    ByteArrayOutputStream all = new ByteArrayOutputStream();
    sink.write("m", 1, all);

    SinkEvent late = new SinkEvent.Failed("TimedOut");
    assertThat(all.toString(UTF_8)).isEqualTo(new NumberedEvent(2, late).sse());
    assertThatThrownBy(() -> writer.write(2, DONE)).isInstanceOf(SinkException.class);
    assertThat(sink.open("m", 2).state().last()).hasValue(late);
  }

  @Test
  void nextAttemptPutsTheDeadlineOff() throws Exception {
    sink.open("m", 1, Duration.ZERO);
    sink.open("m", 2, Duration.ofSeconds(Long.MAX_VALUE));

    assertThat(sink.read("m", 0, Duration.ZERO)).isEqualTo(new ReadEvents(List.of(), false));
  }

  @Test
  void readersOfMessagesThatNobodyWritesLeaveNothingBehind() throws Exception {
    for (int i = 0; i < 3; i++) {
      sink.read("unknown " + i, 0, Duration.ZERO);
    }
    sink.open("m", 1).write(1, DONE);
    sink.read("m", 0, Duration.ZERO);

    assertThat(sink.count()).isEqualTo(1);
  }

  @Test
  void messageThatIsForgottenLeavesNothingBehindAndNoOtherIs() throws Exception {
    sink.open("m", 1).write(1, DONE);
    sink.open("other", 1).write(1, DONE);

    sink.forget("m");

    assertThat(sink.count()).isEqualTo(1);
    assertThat(sink.read("m", 0, Duration.ZERO)).isEqualTo(new ReadEvents(List.of(), false));
    assertThat(sink.read("other", 0, Duration.ZERO).events())
        .containsExactly(new NumberedEvent(1, DONE));
  }

  @Test
  void readerWhoComesBeforeTheWriterIsToldWhateverOthersDo() throws Exception {
    FutureTask<ReadEvents> early = new FutureTask<>(() -> sink.read("m", 0, Duration.ofDays(1)));
    Thread reader = Thread.startVirtualThread(early);
    await().until(() -> reader.getState() == Thread.State.TIMED_WAITING);
    sink.read("m", 0, Duration.ZERO);

    sink.open("m", 1).write(1, DONE);

    assertThat(early.get().events()).containsExactly(new NumberedEvent(1, DONE));
  }

  @Test
  void messageThatHasEndedTakesNothing() {
    SinkWriter writer = sink.open("m", 1);
    writer.write(1, DONE);

    assertThatThrownBy(() -> writer.write(2, DONE)).isInstanceOf(SinkException.class);
  }

  @Test
  void messageThatHasEndedIsToldToAnEarlierAttemptAsWell() {
    sink.open("m", 2).write(1, DONE);

    assertThat(sink.open("m", 1).state().last()).hasValue(DONE);
  }
}
