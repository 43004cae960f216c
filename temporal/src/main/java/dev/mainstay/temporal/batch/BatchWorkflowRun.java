package dev.mainstay.temporal.batch;

import dev.mainstay.temporal.DurableChat;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The workflow of a batch. For Temporal to make. */
public final class BatchWorkflowRun implements BatchWorkflow {
  private int underWay;
  private long answered;
  private long failed;
  private @Nullable ActivityFailure unwritable;

  /** A run. */
  public BatchWorkflowRun() {}

  @Override
  public BatchCounts run(BatchPlan plan) {
    BatchActivities activities =
        Workflow.newActivityStub(BatchActivities.class, DurableChat.activityOptions(plan.policy()));
    answered = plan.answered();
    failed = plan.failed();
    for (int i = 0; i < plan.lines().size(); i++) {
      await(() -> underWay < plan.parallel());
      if (Workflow.getInfo().isContinueAsNewSuggested()) {
        await(() -> underWay == 0);
        Workflow.continueAsNew(plan.rest(i, answered, failed));
      }
      begin(activities, new BatchLine(plan.lines().get(i), plan.policy()));
    }
    await(() -> underWay == 0);
    return progress();
  }

  // Answers that cannot be written are not asked for.
  private void await(Supplier<Boolean> goesOn) {
    Workflow.await(() -> unwritable != null || goesOn.get());
    if (unwritable != null) {
      throw unwritable;
    }
  }

  private void begin(BatchActivities activities, BatchLine line) {
    underWay++;
    Async.function(activities::answer, line).handle(this::ended);
  }

  // A cancellation is not a line's failure: it ends the workflow at its next wait.
  private @Nullable Void ended(@Nullable Boolean isAnswered, @Nullable RuntimeException thrown) {
    underWay--;
    if (Boolean.TRUE.equals(isAnswered)) {
      answered++;
    } else if (thrown instanceof ActivityFailure failure && isUnwritable(failure)) {
      unwritable = failure;
    } else if (thrown == null || thrown instanceof ActivityFailure) {
      failed++;
    }
    return null;
  }

  private static boolean isUnwritable(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure why
        && why.getType().equals(BatchWorker.UNWRITABLE);
  }

  @Override
  public BatchCounts progress() {
    return new BatchCounts(answered, failed);
  }
}
