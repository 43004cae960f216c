package dev.mainstay.temporal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.time.ManualTime;
import io.grpc.Status;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** DURABLE 2: a batch on a Temporal that is away, for a while or for good. */
@Timeout(60)
class BatchRunTest {
  private static final WorkflowExecution WORKFLOW = WorkflowExecution.getDefaultInstance();
  private static final Exception AWAY = answering(Status.UNAVAILABLE);

  private final ManualTime time = new ManualTime();
  private final List<String> asked = new ArrayList<>();
  private final Deque<Object> answers = new ArrayDeque<>();
  private final List<Duration> away = new ArrayList<>();

  @Test
  void temporalThatIsAwayForLessThanFiveMinutesEndsNoBatch() {
    answers(AWAY, AWAY, new TimeoutException(), "described", AWAY, AWAY, "the end");

    run().await(() -> false);

    assertThat(answers).isEmpty();
  }

  @Test
  void temporalThatIsAwayForFiveMinutesEndsTheBatch() {
    answers(new TimeoutException(), AWAY, AWAY, new TimeoutException(), AWAY);

    assertThatThrownBy(() -> run().await(() -> false)).isSameAs(AWAY);

    assertThat(asked)
        .containsExactly("getResult", "describe", "getResult", "getResult", "describe");
  }

  @Test
  void temporalThatIsAwayIsToldEachTimeAndThatItIsBackOnce() {
    answers(new TimeoutException(), "described", AWAY, new TimeoutException(), AWAY);
    answers(new TimeoutException(), "described", new TimeoutException(), "described", "the end");

    run().await(() -> false);

    assertThat(away).extracting(Duration::toSeconds).containsExactly(90L, 271L, 0L);
  }

  @Test
  void temporalThatRefusesEndsTheBatchAtOnce() {
    Exception refused = answering(Status.PERMISSION_DENIED);
    answers(refused);

    assertThatThrownBy(() -> run().await(() -> false)).isSameAs(refused);
  }

  @Test
  void temporalThatIsAwayKeepsNobodyFromLeaving() throws InterruptedException {
    CountDownLatch away = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    answers.add(
        (Runnable)
            () -> {
              told.countDown();
              awaiting(away);
            });

    run().close();

    told.await();
    away.countDown();
  }

  private static void awaiting(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Exception answering(Status status) {
    return new WorkflowServiceException(WORKFLOW, "batch", status.asRuntimeException());
  }

  private void answers(Object... answers) {
    this.answers.addAll(List.of(answers));
  }

  // Each answer takes a minute and a half.
  private BatchRun run() {
    WorkflowStub stub =
        (WorkflowStub)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {WorkflowStub.class},
                (proxy, method, arguments) -> {
                  asked.add(method.getName());
                  time.advance(Duration.ofSeconds(90));
                  return answer(answers.remove());
                });
    Patience patience = new Patience(time, away::add);
    patience.ask(() -> "begun");
    return new BatchRun(stub, patience, Duration.ZERO);
  }

  private static @Nullable Object answer(Object answer) throws Exception {
    switch (answer) {
      case Exception thrown -> throw thrown;
      case Runnable work -> work.run();
      default -> {}
    }
    return null;
  }
}
