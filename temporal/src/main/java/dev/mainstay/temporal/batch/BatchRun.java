package dev.mainstay.temporal.batch;

import dev.mainstay.time.TimeSource;
import io.grpc.Status;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A window's workflow from its start to its end: nobody answers its lines once this is gone. */
final class BatchRun implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofDays(365);
  // How long it is waited for at once, and for a Temporal that is away: a restart takes less.
  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final Duration AWAY = Duration.ofMinutes(5);
  private static final Duration GOODBYE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  // Anything else may be of one that stops or starts.
  private static final Set<Status.Code> REFUSALS =
      EnumSet.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.PERMISSION_DENIED,
          Status.Code.UNAUTHENTICATED,
          Status.Code.UNIMPLEMENTED);

  private final WorkflowStub stub;
  private final TimeSource time;
  private final Duration goodbye;
  private final Thread onExit = new Thread(this::terminate, "mainstay-batch-end");
  private boolean ended;

  /**
   * The run of {@code stub}.
   *
   * @param goodbye how long it takes at most to end what has not ended
   */
  BatchRun(WorkflowStub stub, TimeSource time, Duration goodbye) {
    this.stub = stub;
    this.time = time;
    this.goodbye = goodbye;
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
        new BatchRun(
            WorkflowStub.fromTyped(client.newWorkflowStub(BatchWorkflow.class, options)),
            TimeSource.system(),
            GOODBYE);
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

  /**
   * Waits for its end, also where Temporal is away for a while.
   *
   * @throws WorkflowServiceException if that is away for five minutes
   * @throws io.temporal.client.WorkflowNotFoundException if that has forgotten the workflow
   */
  void await() {
    long heard = time.nanos();
    while (!ended) {
      try {
        ended = hasEnded();
        heard = time.nanos();
      } catch (WorkflowServiceException e) {
        if (isRefusal(e) || time.since(heard).compareTo(AWAY) >= 0) {
          throw e;
        }
        time.park(PAUSE);
      }
    }
  }

  // Who knows nothing in that time is asked whether it is there at all.
  private boolean hasEnded() {
    try {
      stub.getResult(LOOK.toSeconds(), TimeUnit.SECONDS, BatchCounts.class);
      return true;
    } catch (TimeoutException goesOn) {
      stub.describe();
      return false;
    }
  }

  private static boolean isRefusal(WorkflowServiceException e) {
    return Thread.currentThread().isInterrupted()
        || REFUSALS.contains(Status.fromThrowable(e).getCode());
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

  // Nobody who wants to go waits for a Temporal that is away.
  private void terminate() {
    try {
      Thread.startVirtualThread(this::tellTemporal).join(goodbye);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellTemporal() {
    try {
      stub.terminate("its batch has ended");
    } catch (RuntimeException goneOrUnreachable) {
      // It has ended, or does so at its timeout.
    }
  }
}
