package dev.mainstay.temporal.sink;

import static dev.mainstay.transport.RealTime.await;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.json.JsonObject;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** DURABLE 3: the first piece at once, then few. */
@Timeout(20)
class CoalescingTest {
  private static final SinkEvent DONE = new SinkEvent.Done(JsonObject.empty());

  private final ManualTime time = new ManualTime();
  private final List<SinkEvent> written = new CopyOnWriteArrayList<>();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean away;
  private final Coalescing line =
      new Coalescing(new Recording(), time, Coalescing.PERIOD, Coalescing.SIZE);

  private final class Recording implements SinkWriter {
    @Override
    public SinkState state() {
      return SinkState.after(List.of());
    }

    @Override
    public void write(long sequence, SinkEvent event) {
      if (away) {
        refused.incrementAndGet();
        throw new SinkException("the sink is away");
      }
      assertThat(sequence).isEqualTo(written.size() + 1L);
      written.add(event);
    }
  }

  @Test
  void firstPieceIsWrittenAtOnceAndTheNextTogetherAfterFiftyMilliseconds() {
    say("The");
    say(" sky");
    say(" is");
    time.advance(ofMillis(49));
    say(" blue");
    assertThat(written).containsExactly(text("The"));

    time.advance(ofMillis(1));

    await().until(() -> written.size() == 2);
    assertThat(written).containsExactly(text("The"), text(" sky is blue"));
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  void textOf128CharactersIsWrittenWithoutWaiting() {
    say("a");
    say("b".repeat(127));
    assertThat(written).containsExactly(text("a"));

    say("c");

    assertThat(written).containsExactly(text("a"), text("b".repeat(127) + "c"));
  }

  @Test
  void tokensForAWorkflowAreASignalForSome4096CharactersAndNotOneEach() {
    WorkflowSink sink = new WorkflowSink();
    Coalescing signals = new Coalescing(new Recording(), time, sink.period(), sink.size());

    for (int i = 0; i < 2_049; i++) {
      signals.add(text("word"));
    }

    assertThat(sink.period()).isEqualTo(Duration.ofSeconds(1));
    assertThat(written)
        .containsExactly(text("word"), text("word".repeat(1_024)), text("word".repeat(1_024)));
  }

  @Test
  void reasoningIsNotMixedWithTextAndTheEndComesBehindWhatIsHeld() {
    say("a");
    say("b");
    line.add(new SinkEvent.Reasoning("c"));
    line.add(DONE);

    assertThat(written).containsExactly(text("a"), text("b"), new SinkEvent.Reasoning("c"), DONE);
  }

  @Test
  void whatIsHeldWhenItIsClosedIsNotWritten() {
    say("a");
    say("b");

    line.close();
    time.advance(Duration.ofSeconds(1));

    assertThat(time.pendingTimers()).isZero();
    assertThat(written).containsExactly(text("a"));
  }

  @Test
  void failureOfATimedWriteIsMetByTheNextCall() {
    say("a");
    say("b");
    away = true;
    time.advance(Coalescing.PERIOD);

    await().until(() -> refused.get() == 1);
    away = false;

    assertThatThrownBy(() -> say("c")).hasMessage("the sink is away");
    line.fail(new SinkEvent.Failed("ConnectionFailed"));
    assertThat(written.getLast()).isEqualTo(new SinkEvent.Failed("ConnectionFailed"));
  }

  private void say(String text) {
    line.add(text(text));
  }

  private static SinkEvent text(String text) {
    return new SinkEvent.Text(text);
  }
}
