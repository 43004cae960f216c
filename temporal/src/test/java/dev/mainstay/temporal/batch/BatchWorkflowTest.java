package dev.mainstay.temporal.batch;

import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.temporal.CallPolicy;
import dev.mainstay.temporal.DurableWorker;
import dev.mainstay.temporal.Histories;
import dev.mainstay.temporal.InProcess;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** DURABLE 2: a batch's workflow by itself. */
@Timeout(120)
class BatchWorkflowTest {
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(InProcess.options().build());
  private final CountDownLatch rest = new CountDownLatch(1);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long newestBegun;
  private long over;

  @AfterEach
  void close() {
    temporal.close();
  }

  @Test
  void workflowOfABatchIsKeptAsAHistory() {
    WorkflowStub run = begin(3, 2, line -> line.index() != 1);

    assertThat(run.getResult(BatchCounts.class)).isEqualTo(new BatchCounts(2, 1));
    Histories.keep("batch", history(run).toJson(true));
  }

  @Test
  void planThatIsLongGoesOnAsNewRunsAndTellsItsProgressAllTheWhile() {
    ConcurrentMap<Long, Integer> asked = new ConcurrentHashMap<>();
    WorkflowStub run =
        begin(
            1_700,
            64,
            line -> {
              asked.merge(line.index(), 1, Integer::sum);
              waitAt(1_600, line.index());
              waitForTheNext(line.index());
              return line.index() % 100 != 0;
            });

    WorkflowStub newest =
        temporal.getWorkflowClient().newUntypedWorkflowStub(run.getExecution().getWorkflowId());
    await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> newest.query("progress", BatchCounts.class),
            told -> areOver(told.answered() + told.failed()) >= 1_600);
    rest.countDown();
    areOver(1_700);

    assertThat(run.getResult(BatchCounts.class)).isEqualTo(new BatchCounts(1_683, 17));
    assertThat(asked).hasSize(1_700);
    assertThat(asked.values()).containsOnly(1);
    assertThat(
            history(run)
                .getEvents()
                .getFirst()
                .getWorkflowExecutionStartedEventAttributes()
                .getContinuedExecutionRunId())
        .isNotEmpty();
  }

  private void waitAt(long index, long now) {
    try {
      if (now == index) {
        rest.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // So that lines are under way whenever the workflow goes on as another: each is over once the
  // next has begun, or it is the only one that is not.
  private void waitForTheNext(long index) {
    lock.lock();
    try {
      newestBegun = Math.max(newestBegun, index);
      changed.signalAll();
      while (newestBegun == index && over < index) {
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private long areOver(long lines) {
    lock.lock();
    try {
      over = lines;
      changed.signalAll();
      return lines;
    } finally {
      lock.unlock();
    }
  }

  // Of the newest of its runs.
  private WorkflowExecutionHistory history(WorkflowStub run) {
    return temporal.getWorkflowClient().fetchHistory(run.getExecution().getWorkflowId());
  }

  private WorkflowStub begin(int lines, int parallel, BatchActivities activities) {
    Worker worker = temporal.newWorker("batch", InProcess.workerOptions(64));
    worker.registerWorkflowImplementationTypes(
        DurableWorker.workflowOptions().build(), BatchWorkflowRun.class);
    worker.registerActivitiesImplementations(activities);
    temporal.start();
    WorkflowStub run =
        WorkflowStub.fromTyped(
            temporal
                .getWorkflowClient()
                .newWorkflowStub(
                    BatchWorkflow.class,
                    WorkflowOptions.newBuilder().setTaskQueue("batch").build()));
    List<Long> all = LongStream.range(0, lines).boxed().toList();
    run.start(new BatchPlan(all, parallel, CallPolicy.defaults(), 0, 0));
    return run;
  }
}
