package dev.mainstay.temporal.batch;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Answers the lines of a plan, some at a time, each once. */
@WorkflowInterface
public interface BatchWorkflow {

  /** Answers all of them; goes on as a new run before its history grows long. */
  @WorkflowMethod(name = "MainstayBatch")
  BatchCounts run(BatchPlan plan);

  /** How far it has come. */
  @QueryMethod(name = "progress")
  BatchCounts progress();
}
