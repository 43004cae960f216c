package dev.mainstay.temporal.batch;

import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;

/** A window's workflow from its start to its end: nobody answers its lines once this is gone. */
final class BatchRun implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofDays(365);

  private final WorkflowStub stub;
  private final Thread onExit = new Thread(this::terminate, "mainstay-batch-end");
  private boolean ended;

  private BatchRun(WorkflowStub stub) {
    this.stub = stub;
  }

  /** Starts what {@code plan} says, under a name that nothing else has. */
  static BatchRun begin(WorkflowClient client, String name, BatchPlan plan) {
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setTaskQueue(name)
            .setWorkflowId(name)
            .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
            .setWorkflowExecutionTimeout(longest(plan))
            .build();
    BatchRun run =
        new BatchRun(WorkflowStub.fromTyped(client.newWorkflowStub(BatchWorkflow.class, options)));
    Runtime.getRuntime().addShutdownHook(run.onExit);
    try {
      run.stub.start(plan);
    } catch (RuntimeException e) {
      run.close();
      throw e;
    }
    return run;
  }

  // Each line is over at its deadline; one more is for what Temporal itself needs.
  private static Duration longest(BatchPlan plan) {
    Duration deadline = plan.policy().deadline();
    long rounds = Math.ceilDiv(plan.lines().size(), plan.parallel()) + 1L;
    return deadline.compareTo(LONGEST.dividedBy(rounds)) < 0
        ? deadline.multipliedBy(rounds).plusMinutes(1)
        : LONGEST;
  }

  /** Waits for its end. */
  void await() {
    stub.getResult(BatchCounts.class);
    ended = true;
  }

  /** Ends it where it has not ended, also for a thread that is interrupted. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      if (!ended) {
        terminate();
      }
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException exiting) {
      // The hook runs.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void terminate() {
    try {
      stub.terminate("its batch has ended");
    } catch (RuntimeException goneOrUnreachable) {
      // It has ended, or does so at its timeout.
    }
  }
}
