package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.temporal.sink.FencedException;
import dev.mainstay.temporal.sink.SinkEvent;
import dev.mainstay.temporal.sink.SinkException;
import dev.mainstay.temporal.sink.SinkState;
import dev.mainstay.temporal.sink.SinkWriter;
import dev.mainstay.temporal.sink.TokenSink;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** DURABLE 3: whose words readers have, while two attempts are at it, and when one has ended it. */
@Timeout(60)
class FencesTest {
  private static final CallPolicy POLICY = CallPolicy.defaults();
  private static final String FIRST = "The sky is blue because the air scatters ";
  private static final String ANCHOR = "because the air scatters";
  private static final String REST = " blue light.";

  private final CountDownLatch shutOut = new CountDownLatch(1);
  private DurableWorld world = new DurableWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void zombieThatComesBackWhileTheNextAttemptStreamsIsShutOut() throws InterruptedException {
    world.close();
    world =
        new DurableWorld(
            builder -> builder,
            worker -> worker.withTime(Hearts.withTheFirstStopped()).withSink("ui", new Meeting()));
    world
        .provider
        .next(
            "a", says(FIRST), pauses(Duration.ofMinutes(1)), says("a zombie's words."), finishes())
        .always("a", says(ANCHOR), says(REST), says(" So it is."), finishes());

    String text = world.start().ask(Ask.Mode.IMPATIENT, POLICY);

    assertThat(text).isEqualTo(FIRST.strip() + REST + " So it is.");
    assertThat(SinkState.after(world.told()).text()).isEqualTo(text);
    assertThat(shutOut.getCount()).isZero();
    assertThat(world.provider.asked()).hasSize(2);
  }

  /** The memory's, where the second attempt waits in mid-sentence until the first was shut out. */
  private final class Meeting implements TokenSink {
    @Override
    public SinkWriter open(String messageId, int attempt) {
      SinkWriter writer = world.sink.open(messageId, attempt);
      return new Writing(
          writer.state(),
          (sequence, event) -> {
            if (attempt == 2 && sequence == 2) {
              world.providersTime.release();
              waitForTheFirst();
            }
            try {
              writer.write(sequence, event);
            } catch (FencedException e) {
              shutOut.countDown();
              throw e;
            }
          });
    }

    private void waitForTheFirst() {
      try {
        assertThat(shutOut.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void attemptAfterOneThatHadToldTheEndAndDiedThenAsksNobodyAgain() throws InterruptedException {
    world.provider.always("a", says(FIRST), breaks(new Failure.BadRequest(FailureDetail.of("no"))));
    world.start().fail(Ask.Mode.STREAMED, POLICY);

    // The same message once more, as by an attempt whose predecessor was not heard of.
    WorkflowStub run = world.begin(Ask.Mode.STREAMED, POLICY);
    Failure failure = world.failure(run).failure();

    assertThat(failure).isInstanceOf(Failure.BadRequest.class);
    assertThat(failure.message())
        .contains("message 'message' has ended by BadRequest; give each answer an id of its own");
    assertThat(world.attempts(run)).containsExactly(1);
    assertThat(world.provider.asked()).hasSize(1);
    assertThat(world.told())
        .containsExactly(new SinkEvent.Text(FIRST), new SinkEvent.Failed("BadRequest"));
  }

  @Test
  void attemptAfterOneThatHadLeftItsReadersBehindGoesOnWithoutThem() {
    world.sink.open("message", 1).write(1, new SinkEvent.Failed("ConnectionFailed"));
    world.provider.always("a", answer("Blue."));

    assertThat(
            world
                .start()
                .ask(Ask.Mode.STREAMED, POLICY.withOnSinkFailure(CallPolicy.OnSinkFailure.GO_ON)))
        .isEqualTo("Blue. (sink: " + SinkException.class.getSimpleName() + ")");
  }

  @Test
  void messageOfACancelledCallIsRefusedToTheNextAtOnce() {
    world.sink.open("message", Integer.MAX_VALUE).write(1, new SinkEvent.Failed("Cancelled"));

    WorkflowStub run = world.start().begin(Ask.Mode.STREAMED, POLICY);
    Failure failure = world.failure(run).failure();

    assertThat(failure.message())
        .contains("message 'message' has ended by Cancelled; give each answer an id of its own");
    assertThat(world.attempts(run)).containsExactly(1);
    assertThat(world.provider.asked()).isEmpty();
  }
}
