package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static dev.mainstay.testing.ScriptedProvider.thinks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mainstay.call.MainstayException;
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
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** DURABLE 1 and 3: what Temporal is told of a call while it is under way. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class HeartbeatsTest {
  private static final CallPolicy MAINSTAY = CallPolicy.defaults().withOwner(RetryOwner.MAINSTAY);

  private DurableWorld world = atOnce(worker -> worker);

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void eachAttemptIsToldBeforeItIsMade(Ask.Mode mode) {
    List<String> told = new CopyOnWriteArrayList<>();
    world.onAsk(() -> told.add(world.heartbeat()));
    world.provider.always("a", breaks(serverError()));

    world.start().fail(mode, MAINSTAY);

    assertThat(told)
        .satisfiesExactly(
            first -> assertThat(first).contains("\"attempts\":1"),
            second -> assertThat(second).contains("\"attempts\":2"),
            third -> assertThat(third).contains("\"attempts\":3"),
            fourth -> assertThat(fourth).contains("\"attempts\":4"));
  }

  @ParameterizedTest
  @CsvSource({"IMPATIENT_PLAIN,TEMPORAL", "IMPATIENT,TEMPORAL", "IMPATIENT_PLAIN,MAINSTAY"})
  void callWhoseWorkersAllDieIsAskedForAsOftenAsItsOwnerSaysAndNoMore(
      Ask.Mode mode, RetryOwner owner) {
    world.close();
    world = atOnce(worker -> worker.withTime(new StoppedHearts()));
    world.provider.always("a", stalls());

    MainstayException failed =
        world
            .start()
            .fail(mode, CallPolicy.defaults().withOwner(owner).withPasses(2).withNumRetries(1));

    assertThat(failed.failure()).isInstanceOf(Failure.ConnectionFailed.class);
    assertThat(failed.failure().message()).contains("no worker lived to the end of the call");
    assertThat(world.provider.asked()).hasSize(2);
  }

  @Test
  void whatTheSinkHasIsInNoHeartbeat() {
    world.close();
    world = new DurableWorld();
    List<String> told = new CopyOnWriteArrayList<>();
    world.onAsk(() -> told.add(world.heartbeat()));
    world
        .provider
        .next(
            "a",
            thinks("a thought of the question"),
            says("The sky is blue because the air scatters "),
            breaks(new Failure.Truncated(FailureDetail.of("it broke"))))
        .always("a", says("because the air scatters"), says(" blue light."), finishes());

    world.start().ask(Ask.Mode.STREAMED, CallPolicy.defaults());

    assertThat(told).hasSize(2);
    assertThat(told.getLast())
        .contains("\"position\":41", "\"usage\"")
        .doesNotContain("thought", "scatters");
  }

  @Test
  void callThatLearnsOfItsCancellationBetweenTwoAttemptsTellsItsReaders() throws Exception {
    world.close();
    world = atOnce(worker -> worker.withTime(new StoppedHearts()));
    world
        .provider
        .next("a", pauses(Duration.ofMinutes(1)), breaks(serverError()))
        .always("a", answer("Hi"));
    WorkflowStub run = world.start().begin(Ask.Mode.STREAMED, MAINSTAY);
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

  @Test
  void callThatLearnsOfItsCancellationAtItsEndTellsItsReaders() throws Exception {
    world.close();
    CompletableFuture<ActivityExecutionContext> activity = new CompletableFuture<>();
    TokenSink sink =
        (id, attempt) -> {
          activity.complete(Activity.getExecutionContext());
          return world.sink.open(id, attempt);
        };
    world =
        new DurableWorld(
            builder -> builder,
            worker -> worker.withTime(new StoppedHearts()).withSink("ui", sink));
    world.onAsk(() -> {
      world.run().cancel();
      await().until(() -> isEnded(activity.join()));
    });
    world.provider.next("a", breaks(serverError())).always("a", answer("Hi"));

    WorkflowStub run = world.start().begin(Ask.Mode.STREAMED, CallPolicy.defaults());

    assertThatThrownBy(() -> run.getResult(String.class))
        .hasRootCauseInstanceOf(CanceledFailure.class);
    await().until(() -> !world.told().isEmpty());
    assertThat(world.told()).containsExactly(new SinkEvent.Failed("Cancelled"));
    assertThat(world.provider.asked()).hasSize(1);
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

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "STREAMED"})
  void cancellationReachesTheProviderWithinTwoSeconds(Ask.Mode mode) {
    world.provider.always("a", says("The sky "), stalls());
    world.start();

    // What a machine that is busy with other tests adds is not the call's.
    Duration fastest =
        Stream.generate(() -> cancelled(mode)).limit(3).min(Duration::compareTo).orElseThrow();

    assertThat(fastest).isLessThan(Duration.ofSeconds(2));
  }

  private Duration cancelled(Ask.Mode mode) {
    world.sink.forget("message");
    WorkflowStub run = world.begin(mode, CallPolicy.defaults());
    await().until(() -> world.provider.open() == 1);
    // From here on every beat but one in each second is held back.
    await().until(() -> world.heartbeat().contains("\"attempts\":1"));
    long start = System.nanoTime();
    run.cancel();
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(20))
        .until(() -> world.provider.open() == 0);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void heartbeatsAreHeldBackForASecondAtMost() {
    WorkerOptions options = DurableWorker.workerOptions(3).build();

    assertThat(options.getMaxHeartbeatThrottleInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.getDefaultHeartbeatThrottleInterval()).isEqualTo(Duration.ofSeconds(1));
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
}
