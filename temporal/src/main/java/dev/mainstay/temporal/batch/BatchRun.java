package dev.mainstay.temporal.batch;

import io.grpc.Context;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** A window's workflow from its start to its end: nobody answers its lines once this is gone. */
final class BatchRun implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofDays(365);
  // How long it is waited for at once, and an answer to whether it is there.
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration GOODBYE = Duration.ofSeconds(5);

  private final WorkflowStub stub;
  private final Patience patience;
  private final Duration goodbye;
  // Ends what a Temporal that is away would be asked for a minute.
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("mainstay-batch-look").factory());
  private final Thread onExit = new Thread(this::terminate, "mainstay-batch-end");
  private boolean ended;

  /**
   * The run of {@code stub}.
   *
   * @param goodbye how long it takes at most to end what has not ended
   */
  BatchRun(WorkflowStub stub, Patience patience, Duration goodbye) {
    this.stub = stub;
    this.patience = patience;
    this.goodbye = goodbye;
  }

  /** Starts what {@code plan} says, under a name that nothing else has. */
  static BatchRun begin(WorkflowClient client, String name, BatchPlan plan, Patience patience) {
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
            patience,
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
   * Waits for its end, also where Temporal is away for a while, which is told within seconds; not
   * where that is away or has forgotten it and all is told.
   *
   * @param isAllTold whether nothing is left for it to do
   * @throws WorkflowServiceException if that is away for {@link Batch#LONGEST_AWAY}
   * @throws io.temporal.client.WorkflowNotFoundException if that has forgotten the workflow
   */
  void await(BooleanSupplier isAllTold) {
    boolean over = false;
    while (!over) {
      over =
          patience.ask(
              this::hasEnded,
              () -> isAllTold.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }
  }

  // Who knows nothing in that time is asked whether it is there at all.
  private boolean hasEnded() {
    try {
      stub.getResult(LOOK.toSeconds(), TimeUnit.SECONDS, BatchCounts.class);
      ended = true;
      return true;
    } catch (TimeoutException goesOn) {
      describe();
      return false;
    }
  }

  private void describe() {
    Context.CancellableContext look =
        Context.current().withDeadlineAfter(LOOK.toSeconds(), TimeUnit.SECONDS, looks);
    try {
      look.run(stub::describe);
    } finally {
      look.cancel(null);
    }
  }

  /** Ends it where it has not ended, also for a thread that is interrupted. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    looks.shutdownNow();
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
