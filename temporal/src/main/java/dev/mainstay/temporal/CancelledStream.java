package dev.mainstay.temporal;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * A streamed call that its workflow cancels: its readers are told so at once, by an activity of its
 * own, since no worker has a call that waits for its next attempt. For workflow code.
 */
final class CancelledStream {
  // After it the workflow goes on: readers are then told at the call's deadline.
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private CancelledStream() {}

  /** The options of the activity that tells readers, beside a call with {@code options}. */
  static ActivityOptions options(ActivityOptions call) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(call.getTaskQueue())
        .setScheduleToCloseTimeout(LONGEST)
        .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
        .build();
  }

  /**
   * The answer of {@code call}, which makes {@code task}. Where that is cancelled, its readers are
   * told so first.
   *
   * @param tell the activity that tells them: given the sink's name and the message's id
   * @throws ActivityFailure if {@code call} does
   */
  static <T> T telling(ChatTask task, Supplier<T> call, BiConsumer<String, String> tell) {
    try {
      return call.get();
    } catch (ActivityFailure failed) {
      if (failed.getCause() instanceof CanceledFailure) {
        task.sink().ifPresent(sink -> tell(sink, messageId(task, failed), tell));
      }
      throw failed;
    }
  }

  // As the worker makes it, where it was not chosen.
  private static String messageId(ChatTask task, ActivityFailure failed) {
    WorkflowInfo info = Workflow.getInfo();
    return task.messageId()
        .orElseGet(() ->
            SinkLine.messageId(info.getWorkflowId(), info.getRunId(), failed.getActivityId()));
  }

  private static void tell(String sink, String messageId, BiConsumer<String, String> tell) {
    Workflow.newDetachedCancellationScope(
            () -> {
              try {
                tell.accept(sink, messageId);
              } catch (ActivityFailure notTold) {
                // At the call's deadline, then.
              }
            })
        .run();
  }
}
