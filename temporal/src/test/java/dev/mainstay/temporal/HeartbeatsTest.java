package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static dev.mainstay.testing.ScriptedProvider.thinks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.policy.Backoff;
import dev.mainstay.provider.Deployment;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
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
    world = atOnce(worker -> worker.withTime(Hearts.stopped()));
    world.provider.always("a", stalls());

    MainstayException failed =
        world
            .start()
            .fail(mode, CallPolicy.defaults().withOwner(owner).withPasses(2).withNumRetries(1));

    assertThat(failed.failure()).isInstanceOf(Failure.ConnectionFailed.class);
    assertThat(failed.failure().message()).contains("no worker lived to the end of the call");
    assertThat(world.provider.asked()).hasSize(2);
  }

  // Five before the worker dies: then one more in the group, and four in its five fallbacks.
  @Test
  void callWhoseWorkerDiesAsksNoMoreThanTenTimesOverAllItsAttempts() {
    world.close();
    String[] groups =
        IntStream.rangeClosed(1, 5).mapToObj(i -> "backup" + i).toArray(String[]::new);
    world =
        new DurableWorld(
            builder -> {
              for (String group : groups) {
                builder.group(group, Deployment.of("scripted/" + group));
              }
              return builder
                  .backoff(Backoff.defaults().withMaxDelay(Duration.ZERO))
                  .fallback("chat", groups);
            },
            worker -> worker.withTime(Hearts.withTheFirstStopped()));
    world
        .provider
        .next("a", breaks(serverError()))
        .next("a", breaks(serverError()))
        .next("a", breaks(serverError()))
        .next("a", breaks(serverError()))
        .next("a", stalls())
        .always("a", breaks(serverError()));
    for (String group : groups) {
      world.provider.always(group, breaks(serverError()));
    }

    world.start().fail(Ask.Mode.IMPATIENT_PLAIN, MAINSTAY.withNumRetries(5));

    assertThat(world.provider.asked())
        .containsExactly("a", "a", "a", "a", "a", "a", "backup1", "backup2", "backup3", "backup4");
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
  void workersBeatEverySecondAndTheirThreadsAreVirtual() {
    WorkerOptions options = DurableWorker.workerOptions(3).build();

    assertThat(options.getMaxHeartbeatThrottleInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.getDefaultHeartbeatThrottleInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.isUsingVirtualThreadsOnActivityWorker()).isTrue();
    assertThat(options.isUsingVirtualThreadsOnWorkflowWorker()).isTrue();
    assertThat(DurableWorker.factoryOptions().build().isUsingVirtualWorkflowThreads()).isTrue();
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
