package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DURATION;

import com.google.protobuf.util.Timestamps;
import dev.mainstay.call.CallTimeoutException;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.temporal.sink.SinkEvent;
import dev.mainstay.temporal.sink.SinkWriter;
import dev.mainstay.temporal.sink.TokenSink;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** DURABLE 1: schedule-to-close bounds a call that no worker ends: Temporal itself does. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class DeadlinesTest {
  private static final CallPolicy SHORT =
      CallPolicy.defaults().withDeadline(Duration.ofMillis(1_500));
  // In which a worker that is busy with other tests has begun.
  private static final CallPolicy LONGER =
      CallPolicy.defaults().withDeadline(Duration.ofSeconds(10));

  private final CountDownLatch hung = new CountDownLatch(1);
  private final CountDownLatch hang = new CountDownLatch(1);
  private DurableWorld world = new DurableWorld();

  @AfterEach
  void close() {
    hang.countDown();
    world.close();
  }

  // Temporal gives a call as long to be started as it gives it in all, where its options do not say
  // less: of two timers that end together the server takes the one to be started by, the in-process
  // one whichever of its threads is first.
  @Test
  void callOnAQueueWithoutWorkersIsOverAtItsDeadline() {
    WorkflowStub run = world.start().begin(Ask.Mode.NOBODY, SHORT);

    assertTimedOut(
        run,
        SHORT,
        TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START,
        TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE);

    assertThat(world.attempts(run)).isEmpty();
    world.keep("schedule-to-close-NOBODY");
  }

  @Test
  void plainCallWhoseWorkerHangsIsOverAtItsDeadline() {
    anew(worker ->
        worker.withRequests(name -> {
          hangs();
          return ChatRequest.of("chat", "Hi");
        }));

    WorkflowStub run = world.start().begin(Ask.Mode.REFERRED, LONGER);
    await().until(() -> hung.getCount() == 0);

    assertTimedOut(run, LONGER, TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE);
    world.keep("schedule-to-close-PLAIN");
  }

  @Test
  void streamedCallWhoseWorkerHangsIsOverAtItsDeadlineAndItsReadersAreToldSo() throws Exception {
    anew(worker -> worker.withSink("ui", hangingAfterOpening()));
    world.provider.always("a", answer("The sky is blue."));

    WorkflowStub run = world.start().begin(Ask.Mode.STREAMED, LONGER);
    await().until(() -> hung.getCount() == 0);

    assertTimedOut(run, LONGER, TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE);
    await().until(() -> !world.told().isEmpty());
    assertThat(world.told()).containsExactly(new SinkEvent.Failed("TimedOut"));
    world.keep("schedule-to-close-STREAMED");
  }

  @Test
  void streamedCallWhoseRequestIsNotThereInTimeIsOverForItsReadersAsWell() throws Exception {
    anew(worker ->
        worker.withRequests(name -> {
          hangs();
          return ChatRequest.of("chat", "Hi");
        }));

    WorkflowStub run = world.start().begin(Ask.Mode.STREAMED_REFERRED, LONGER);
    await().until(() -> hung.getCount() == 0);
    String message = run.getExecution().getWorkflowId() + "/" + run.getExecution().getRunId();

    assertTimedOut(run, LONGER, TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE);
    String activity =
        only(run, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
            .getActivityTaskScheduledEventAttributes()
            .getActivityId();
    assertThat(world.sink.read(message + "/" + activity, 0, Duration.ofSeconds(10)).isOver())
        .isTrue();
  }

  @Test
  void sinkIsToldTheTimeThatTheActivityHasWhereItIsLessThanThePolicys() {
    List<Duration> longest = new CopyOnWriteArrayList<>();
    anew(worker ->
        worker.withSink(
            "ui",
            new TokenSink() {
              @Override
              public SinkWriter open(String messageId, int attempt) {
                throw new AssertionError("the call has a deadline");
              }

              @Override
              public SinkWriter open(String messageId, int attempt, Duration left) {
                longest.add(left);
                return world.sink.open(messageId, attempt, left);
              }
            }));
    world.provider.always("a", answer("Hi"));

    assertThat(world.start().ask(Ask.Mode.STREAMED_TEN_SECONDS, CallPolicy.defaults()))
        .isEqualTo("Hi");
    assertThat(longest)
        .singleElement(DURATION)
        .isBetween(Duration.ofMillis(1), Duration.ofSeconds(10));
  }

  @Test
  void waitThatIsLongerThanAnAttemptMayTakeIsHandedToTemporal() {
    Failure busy =
        new Failure.RateLimited(
            FailureDetail.of("slow down").withRetryAfter(Duration.ofSeconds(8)));
    world.provider.next("a", breaks(busy)).always("a", answer("Hi"));
    List<Duration> delays = world.start().delays();

    assertThat(
            world.ask(
                Ask.Mode.SHORT_ATTEMPTS, CallPolicy.defaults().withOwner(RetryOwner.MAINSTAY)))
        .isEqualTo("Hi");

    assertThat(world.provider.asked()).hasSize(2);
    // What an attempt fails by that Temporal has ended asks for none.
    assertThat(delays).hasSize(1);
    assertThat(world.waits().getFirst()).isGreaterThanOrEqualTo(8_000);
  }

  private void assertTimedOut(WorkflowStub run, CallPolicy policy, TimeoutType... by) {
    MainstayException failed = world.failure(run);

    assertThat(failed).isInstanceOf(CallTimeoutException.class);
    HistoryEvent end = only(run, EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT);
    TimeoutType type =
        end.getActivityTaskTimedOutEventAttributes()
            .getFailure()
            .getTimeoutFailureInfo()
            .getTimeoutType();
    assertThat(type).isIn((Object[]) by);
    assertThat(failed)
        .message()
        .contains(type.name().replace("TIMEOUT_TYPE_", "").replace('_', ' '));
    HistoryEvent begin = only(run, EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED);
    long took = Timestamps.toMillis(end.getEventTime()) - Timestamps.toMillis(begin.getEventTime());
    assertThat(took).isGreaterThanOrEqualTo(policy.deadline().toMillis());
    assertThat(world.provider.asked()).isEmpty();
  }

  private HistoryEvent only(WorkflowStub run, EventType type) {
    List<HistoryEvent> found =
        world.events(run).getEventsList().stream()
            .filter(event -> event.getEventType() == type)
            .toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private TokenSink hangingAfterOpening() {
    return new TokenSink() {
      @Override
      public SinkWriter open(String messageId, int attempt) {
        throw new AssertionError("the call has a deadline");
      }

      @Override
      public SinkWriter open(String messageId, int attempt, Duration longest) {
        SinkWriter writer = world.sink.open(messageId, attempt, longest);
        hangs();
        return writer;
      }
    };
  }

  private void hangs() {
    hung.countDown();
    boolean interrupted = false;
    while (hang.getCount() > 0) {
      try {
        hang.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void anew(UnaryOperator<DurableWorker> worker) {
    world.close();
    world = new DurableWorld(builder -> builder, worker);
  }
}
