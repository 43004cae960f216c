package dev.mainstay.temporal;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mainstay.call.CallTimeoutException;
import dev.mainstay.call.MainstayException;
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
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** DURABLE 1: schedule-to-close bounds a call that no worker ends: Temporal itself does. */
@Timeout(60)
class DeadlinesTest {
  private static final CallPolicy SHORT =
      CallPolicy.defaults().withDeadline(Duration.ofMillis(1_500));
  // In which a worker that is busy with other tests has opened its sink.
  private static final CallPolicy LONGER =
      CallPolicy.defaults().withDeadline(Duration.ofSeconds(10));

  private final CountDownLatch hang = new CountDownLatch(1);
  private DurableWorld world = new DurableWorld();

  @AfterEach
  void close() {
    hang.countDown();
    world.close();
  }

  @Test
  void callOnAQueueWithoutWorkersIsOverAtItsDeadline() {
    WorkflowStub run = world.start().begin(Ask.Mode.NOBODY, SHORT);

    assertTimedOut(run);

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

    WorkflowStub run = world.start().begin(Ask.Mode.REFERRED, SHORT);

    assertTimedOut(run);
    world.keep("schedule-to-close-PLAIN");
  }

  @Test
  void streamedCallWhoseWorkerHangsIsOverAtItsDeadlineAndItsReadersAreToldSo() throws Exception {
    anew(worker -> worker.withSink("ui", hangingAfterOpening()));
    world.provider.always("a", answer("The sky is blue."));

    WorkflowStub run = world.start().begin(Ask.Mode.STREAMED, LONGER);

    assertTimedOut(run);
    await().until(() -> !world.told().isEmpty());
    assertThat(world.told()).containsExactly(new SinkEvent.Failed("TimedOut"));
    world.keep("schedule-to-close-STREAMED");
  }

  // A server gives a call as long to be started as it gives it in all: whoever is not started by
  // then is late by both, and it is the server's to say by which.
  private void assertTimedOut(WorkflowStub run) {
    MainstayException failed = world.failure(run);

    assertThat(failed).isInstanceOf(CallTimeoutException.class);
    assertThat(failed).message().containsPattern("SCHEDULE TO (CLOSE|START)");
    List<HistoryEvent> ends =
        world.events(run).getEventsList().stream()
            .filter(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT)
            .toList();
    assertThat(ends).hasSize(1);
    assertThat(
            ends.getFirst()
                .getActivityTaskTimedOutEventAttributes()
                .getFailure()
                .getTimeoutFailureInfo()
                .getTimeoutType())
        .isIn(
            TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE, TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START);
    assertThat(world.provider.asked()).isEmpty();
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
