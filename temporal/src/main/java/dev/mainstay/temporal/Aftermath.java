package dev.mainstay.temporal;

import io.grpc.StatusRuntimeException;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityNotExistsException;

/** What becomes of an activity whose attempt Temporal has ended. */
final class Aftermath {
  private Aftermath() {}

  /** Whether no attempt follows the one that ended by {@code end}, as far as can be known. */
  static boolean isNothing(ActivityCompletionException end, ActivityExecutionContext context) {
    return end instanceof ActivityCanceledException
        || (end instanceof ActivityNotExistsException && isNotPending(context));
  }

  // Its workflow has ended, or does not wait for it any more; else another attempt goes on.
  private static boolean isNotPending(ActivityExecutionContext context) {
    ActivityInfo info = context.getInfo();
    try {
      DescribeWorkflowExecutionResponse workflow = described(context, info);
      return workflow.getWorkflowExecutionInfo().getStatus()
              != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
          || workflow.getPendingActivitiesList().stream()
              .noneMatch(pending -> pending.getActivityId().equals(info.getActivityId()));
    } catch (StatusRuntimeException unknown) {
      return false;
    }
  }

  private static DescribeWorkflowExecutionResponse described(
      ActivityExecutionContext context, ActivityInfo info) {
    return context
        .getWorkflowClient()
        .getWorkflowServiceStubs()
        .blockingStub()
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(info.getNamespace())
                .setExecution(
                    WorkflowExecution.newBuilder()
                        .setWorkflowId(info.getWorkflowId())
                        .setRunId(info.getWorkflowRunId()))
                .build());
  }
}
