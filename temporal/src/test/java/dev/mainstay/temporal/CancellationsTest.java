package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.policy.Backoff;
import dev.mainstay.temporal.sink.SinkEvent;
import dev.mainstay.temporal.sink.TokenSink;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TerminatedFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DURABLE 3: a call that is cancelled, or whose workflow is ended, whenever that is. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class CancellationsTest {
  private static final CallPolicy POLICY = CallPolicy.defaults();
  private static final String FIRST = "The sky is blue because the air scatters ";

  private DurableWorld world = new DurableWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void cancelledCallTellsItsReaders() throws InterruptedException {
    world.provider.always("a", says(FIRST), stalls());
    WorkflowStub run = world.start().begin(Ask.Mode.STREAMED, POLICY);
    await().until(() -> !world.told().isEmpty());

    run.cancel();

    await().until(() -> world.told().size() == 2);
    assertThat(world.told().getLast()).isEqualTo(new SinkEvent.Failed("Cancelled"));
  }

  @Test
  void cancellationReachesTheProviderAndPassesOnAsTemporalsOwn() {
    world.provider.always("a", says(FIRST), stalls());
    WorkflowStub run = world.start().begin(Ask.Mode.STREAMED, POLICY);
    await().until(() -> !world.told().isEmpty());

    run.cancel();

    await().until(() -> world.provider.open() == 0);
    assertThatThrownBy(() -> run.getResult(String.class))
        .hasRootCauseInstanceOf(CanceledFailure.class);
    assertThat(world.provider.asked()).hasSize(1);
    world.keep("cancel-STREAMED");
  }

  @Test
  void plainCallIsCancelledAsWell() {
    world.provider.always("a", stalls());
    WorkflowStub run = world.start().begin(Ask.Mode.PLAIN, POLICY);
    await().until(() -> world.provider.asked().size() == 1);

    run.cancel();

    await().until(() -> world.provider.open() == 0);
    assertThatThrownBy(() -> run.getResult(String.class))
        .hasRootCauseInstanceOf(CanceledFailure.class);
    world.keep("cancel-PLAIN");
  }

  @Test
  void callThatIsCancelledWhileItWaitsForItsNextAttemptTellsItsReadersAtOnce() throws Exception {
    world.provider.always("a", breaks(rateLimited()));
    WorkflowStub run = world.start().begin(Ask.Mode.STREAMED, POLICY);
    await().until(() -> world.hasFailedOnce());

    run.cancel();

    await().until(() -> !world.told().isEmpty());
    assertThat(world.told()).containsExactly(new SinkEvent.Failed("Cancelled"));
    assertThatThrownBy(() -> run.getResult(String.class))
        .hasRootCauseInstanceOf(CanceledFailure.class);
    assertThat(world.provider.asked()).hasSize(1);
    world.keep("cancel-between-STREAMED");
  }

  @Test
  void programThatIsCancelledWhileItWaitsForItsNextAttemptTellsItsReadersAtOnce() throws Exception {
    world.provider.always("a", breaks(rateLimited()));
    ProgramsTest.register(world);
    WorkflowStub run = ProgramsTest.begin(world.start(), "rated", true, POLICY);
    await().until(() -> world.hasFailedOnce());

    run.cancel();

    await().until(() -> !world.told().isEmpty());
    assertThat(world.told()).containsExactly(new SinkEvent.Failed("Cancelled"));
    assertThatThrownBy(() -> run.getResult(String.class))
        .hasRootCauseInstanceOf(CanceledFailure.class);
  }

  @Test
  void callThatIsCancelledOnAQueueWithoutWorkersEndsAllTheSame() {
    WorkflowStub run = world.start().begin(Ask.Mode.STREAMED_BY_NOBODY, POLICY);
    await()
        .until(
            () -> world.events(run).toString(),
            events -> events.contains("EVENT_TYPE_ACTIVITY_TASK_SCHEDULED"));

    run.cancel();

    assertThatThrownBy(() -> run.getResult(String.class))
        .hasRootCauseInstanceOf(CanceledFailure.class);
  }

  @Test
  void callThatLearnsOfItsCancellationBetweenTwoAttemptsTellsItsReaders() throws Exception {
    world.close();
    world = atOnce(worker -> worker.withTime(Hearts.stopped()));
    world
        .provider
        .next("a", pauses(Duration.ofMinutes(1)), breaks(serverError()))
        .always("a", answer("Hi"));
    WorkflowStub run =
        world.start().begin(Ask.Mode.STREAMED, POLICY.withOwner(RetryOwner.MAINSTAY));
    await().until(() -> world.provider.asked().size() == 1);

    run.cancel();
    await().until(() -> isCancelRequested(run));
    world.providersTime.release();

    await().until(() -> !world.told().isEmpty());
    assertThat(world.told()).containsExactly(new SinkEvent.Failed("Cancelled"));
    assertThat(world.provider.asked()).hasSize(1);
    assertThatThrownBy(() -> run.getResult(String.class))
        .hasRootCauseInstanceOf(CanceledFailure.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callThatLearnsAtItsEndThatItWasEndedTellsItsReaders(boolean terminated) throws Exception {
    world.close();
    CompletableFuture<ActivityExecutionContext> activity = new CompletableFuture<>();
    TokenSink sink =
        (id, attempt) -> {
          activity.complete(Activity.getExecutionContext());
          return world.sink.open(id, attempt);
        };
    world =
        new DurableWorld(
            builder -> builder, worker -> worker.withTime(Hearts.stopped()).withSink("ui", sink));
    world.onAsk(() -> {
      if (terminated) {
        world.run().terminate("enough");
      } else {
        world.run().cancel();
      }
      await().until(() -> isEnded(activity.join()));
    });
    world.provider.next("a", breaks(serverError())).always("a", answer("Hi"));

    WorkflowStub run = world.start().begin(Ask.Mode.STREAMED, POLICY);

    assertThatThrownBy(() -> run.getResult(String.class))
        .hasRootCauseInstanceOf(terminated ? TerminatedFailure.class : CanceledFailure.class);
    await().until(() -> !world.told().isEmpty());
    assertThat(world.told()).containsExactly(new SinkEvent.Failed("Cancelled"));
    await().until(() -> !world.provider.asked().isEmpty());
  }

  // Then the next heartbeat is told so as well.
  private static boolean isEnded(ActivityExecutionContext activity) {
    try {
      activity.heartbeat(CallProgress.none());
      return false;
    } catch (ActivityCompletionException told) {
      return true;
    }
  }

  // How long Temporal's client may hold a beat back is HeartbeatsTest's.
  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void cancellationReachesTheProviderByOneOfTheBeatsOfEachSecond(Ask.Mode mode) {
    world.close();
    List<Duration> intervals = new CopyOnWriteArrayList<>();
    world =
        new DurableWorld(
            builder -> builder, worker -> worker.withTime(Hearts.telling(intervals::add)));
    world.provider.always("a", says("The sky "), stalls());
    WorkflowStub run = world.start().begin(mode, POLICY);
    await().until(() -> world.heartbeat().contains("\"attempts\":1"));

    run.cancel();

    await().until(() -> world.provider.open() == 0);
    assertThat(intervals).isNotEmpty().containsOnly(Duration.ofSeconds(1));
  }

  private boolean isCancelRequested(WorkflowStub run) {
    return world.events(run).getEventsList().stream()
        .anyMatch(
            event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED);
  }

  // Retries follow each other at once.
  private static DurableWorld atOnce(UnaryOperator<DurableWorker> workers) {
    return new DurableWorld(
        builder -> builder.backoff(Backoff.defaults().withMaxDelay(Duration.ZERO)), workers);
  }

  private static Failure serverError() {
    return new Failure.ServerError(FailureDetail.of("it broke").withStatus(500));
  }

  private static Failure rateLimited() {
    return new Failure.RateLimited(
        FailureDetail.of("slow down").withStatus(429).withRetryAfter(Duration.ofMinutes(5)));
  }
}
