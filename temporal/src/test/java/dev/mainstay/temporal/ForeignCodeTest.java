package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.program.Program;
import dev.mainstay.program.Run;
import dev.mainstay.temporal.sink.SinkEvent;
import dev.mainstay.temporal.sink.SinkException;
import dev.mainstay.temporal.sink.SinkWriter;
import dev.mainstay.temporal.sink.TokenSink;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * DURABLE 1: what a user's code throws in a worker ends the call, once, and its words go nowhere.
 */
@Timeout(60)
class ForeignCodeTest {
  private static final CallPolicy POLICY = CallPolicy.defaults();

  private DurableWorld world = new DurableWorld();

  @AfterEach
  void close() {
    world.close();
  }

  /** A program that does what it is made with. */
  record Breaking(Supplier<ProgramsTest.Rated> work)
      implements Program<ProgramsTest.Question, ProgramsTest.Rated> {
    @Override
    public ProgramsTest.Rated run(ProgramsTest.Question question, Run run) {
      return work.get();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void programThatThrowsEndsTheCallAndIsToldByItsTypeAlone(boolean streamed) throws Exception {
    WorkflowStub run =
        rate(
            streamed,
            () -> {
              throw new IllegalStateException("the secret answer is four");
            });

    Failure failure = world.failure(run).failure();

    assertThat(failure).isInstanceOf(Failure.ServerError.class);
    assertThat(failure.message())
        .isEqualTo("the worker's code failed with java.lang.IllegalStateException");
    assertEndedAtOnce(run);
    assertThat(world.events(run).toString()).contains("ForeignCodeTest$Breaking.run");
    assertThat(world.told())
        .isEqualTo(streamed ? List.of(new SinkEvent.Failed("ServerError")) : List.of());
  }

  @Test
  void errorEndsTheCallAsWell() {
    WorkflowStub run =
        rate(
            false,
            () -> {
              throw new AssertionError("the secret answer is four");
            });

    assertThat(world.failure(run).failure().message()).endsWith("java.lang.AssertionError");
    assertEndedAtOnce(run);
  }

  @Test
  void programThatAWorkerInterruptsAtItsEndIsRunAgain() {
    CountDownLatch first = new CountDownLatch(1);
    WorkflowStub run =
        rate(
            false,
            () -> {
              if (first.getCount() > 0) {
                first.countDown();
                throw new IllegalStateException(new InterruptedException());
              }
              return new ProgramsTest.Rated("Four.", 5);
            });

    assertThat(run.getResult(String.class)).isEqualTo("Four. 5");
  }

  @Test
  void failureThatIsMadeForTemporalIsPassedOn() {
    WorkflowStub run =
        rate(
            false,
            () -> {
              throw ApplicationFailure.newNonRetryableFailure("as I wish", "Mine");
            });

    assertThat(RetriesTest.catchFailure(run)).contains("as I wish");
    assertEndedAtOnce(run);
  }

  @Test
  void readersAreToldTheEndWhereSuchAFailureWaitsBeyondTheDeadline() throws Exception {
    WorkflowStub run =
        rate(
            world.sink,
            true,
            POLICY.withDeadline(Duration.ofMinutes(2)),
            () -> {
              throw ApplicationFailure.newBuilder()
                  .setMessage("as I wish")
                  .setType("Mine")
                  .setNextRetryDelay(Duration.ofMinutes(5))
                  .build();
            });

    assertThat(RetriesTest.catchFailure(run)).contains("as I wish");
    assertEndedAtOnce(run);
    assertThat(world.told()).containsExactly(new SinkEvent.Failed("Mine"));
  }

  @Test
  void requestsThatThrowEndTheCall() {
    world(worker ->
        worker.withRequests(name -> {
          throw new IllegalStateException("no row for the secret question");
        }));

    WorkflowStub run = world.start().begin(Ask.Mode.REFERRED, POLICY);

    assertThat(world.failure(run).failure().message()).contains("IllegalStateException");
    assertEndedAtOnce(run);
  }

  @Test
  @SuppressWarnings("NullAway") // as a user's code may
  void requestThatIsNotFoundEndsTheCall() {
    world(worker -> worker.withRequests(name -> null));

    WorkflowStub run = world.start().begin(Ask.Mode.REFERRED, POLICY);

    assertThat(world.failure(run).failure())
        .isInstanceOf(Failure.BadRequest.class)
        .extracting(Failure::message)
        .asString()
        .contains("DurableWorker.withRequests has no request");
    assertEndedAtOnce(run);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void sinkThatThrowsWhatItShouldNotEndsTheCall(int writes) {
    world(worker -> worker.withSink("ui", throwing(writes)));
    world.provider.always("a", answer("the secret answer is four"));

    WorkflowStub run = world.start().begin(Ask.Mode.STREAMED, POLICY);

    assertThat(world.failure(run).failure().message()).contains("UnsupportedOperationException");
    assertEndedAtOnce(run);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void callGoesOnWithoutSuchASinkWhereItIsToldTo(int writes) {
    world(worker -> worker.withSink("ui", throwing(writes)));
    world.provider.always("a", answer("Four."));

    assertThat(
            world
                .start()
                .ask(Ask.Mode.STREAMED, POLICY.withOnSinkFailure(CallPolicy.OnSinkFailure.GO_ON)))
        .isEqualTo("Four. (sink: UnsupportedOperationException)");
  }

  @Test
  void answerOfAProgramThatIsTooLargeToTravelIsNeverDone() throws Exception {
    WorkflowStub run = rate(true, () -> new ProgramsTest.Rated("x".repeat(2_200_000), 5));

    assertThat(world.failure(run).failure()).isInstanceOf(Failure.RequestTooLarge.class);
    assertThat(world.told()).containsExactly(new SinkEvent.Failed("RequestTooLarge"));
  }

  @Test
  void readersWhomAProgramLeavesBehindAreToldSoAndItsAnswerSaysSo() throws Exception {
    WorkflowStub run =
        rate(
            losing(world.sink),
            true,
            POLICY.withOnSinkFailure(CallPolicy.OnSinkFailure.GO_ON),
            () -> new ProgramsTest.Rated("Four.", 5));

    assertThat(run.getResult(String.class)).isEqualTo("Four. 5 (sink: SinkException)");
    assertThat(world.told()).containsExactly(new SinkEvent.Failed("ConnectionFailed"));
  }

  // It takes nothing but the end of a message that has failed.
  private static TokenSink losing(TokenSink sink) {
    return (id, attempt) -> {
      SinkWriter writer = sink.open(id, attempt);
      return new Writing(
          writer.state(),
          (sequence, event) -> {
            if (!(event instanceof SinkEvent.Failed)) {
              throw new SinkException("the sink is away");
            }
            writer.write(sequence, event);
          });
    };
  }

  private WorkflowStub rate(boolean streamed, Supplier<ProgramsTest.Rated> work) {
    return rate(world.sink, streamed, POLICY, work);
  }

  private WorkflowStub rate(
      TokenSink sink, boolean streamed, CallPolicy policy, Supplier<ProgramsTest.Rated> work) {
    DurablePrograms.of(DurableWorker.of(world.mainstay).withSink("ui", sink))
        .with(
            "breaking",
            "chat",
            ProgramsTest.Question.class,
            ProgramsTest.Rated.class,
            new Breaking(work))
        .register(world.worker);
    world.worker.registerWorkflowImplementationTypes(
        DurableWorker.workflowOptions().build(), ProgramsTest.Rate.Workflow.class);
    return ProgramsTest.begin(world.start(), "breaking", streamed, policy);
  }

  private void assertEndedAtOnce(WorkflowStub run) {
    assertThat(world.attempts(run)).containsExactly(1);
    assertThat(world.events(run).toString()).doesNotContain("secret answer", "no row");
  }

  private void world(UnaryOperator<DurableWorker> worker) {
    world.close();
    world = new DurableWorld(builder -> builder, worker);
  }

  // It takes so many pieces, and throws at the next: at 0 it cannot even be opened.
  private static TokenSink throwing(int writes) {
    return (id, attempt) -> {
      if (writes == 0) {
        throw new UnsupportedOperationException("the secret answer");
      }
      return new Writing((sequence, event) -> {
        if (sequence >= writes) {
          throw new UnsupportedOperationException(event.toString());
        }
      });
    };
  }
}
