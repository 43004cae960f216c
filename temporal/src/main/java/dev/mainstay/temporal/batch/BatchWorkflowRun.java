package dev.mainstay.temporal.batch;

import dev.mainstay.temporal.DurableChat;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/** The workflow of a batch. For Temporal to make. */
public final class BatchWorkflowRun implements BatchWorkflow {
  // Each line takes three events and its share of the workflow's tasks.
  private static final int LINES_IN_A_RUN = 2_000;

  private int underWay;
  private long answered;
  private long failed;

  /** A run. */
  public BatchWorkflowRun() {}

  @Override
  public BatchCounts run(BatchPlan plan) {
    BatchActivities activities =
        Workflow.newActivityStub(BatchActivities.class, DurableChat.activityOptions(plan.policy()));
    answered = plan.answered();
    failed = plan.failed();
    for (int i = 0; i < plan.lines().size(); i++) {
      if (i == LINES_IN_A_RUN) {
        Workflow.await(() -> underWay == 0);
        Workflow.continueAsNew(plan.rest(i, answered, failed));
      }
      Workflow.await(() -> underWay < plan.parallel());
      begin(activities, new BatchLine(plan.lines().get(i), plan.policy()));
    }
    Workflow.await(() -> underWay == 0);
    return progress();
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
    } else if (thrown == null || thrown instanceof ActivityFailure) {
      failed++;
    }
    return null;
  }

  @Override
  public BatchCounts progress() {
    return new BatchCounts(answered, failed);
  }
}
