package dev.mainstay.temporal;

import dev.mainstay.call.ChatResponse;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Calls to models as activities. A {@link DurableWorker} implements them; a workflow calls them by
 * a {@link DurableChat}, which knows the options that belong to them.
 */
@ActivityInterface
public interface ChatActivities {

  /** The whole answer. */
  @ActivityMethod(name = ActivityNames.CHAT)
  ChatResponse chat(ChatTask task);

  /**
   * The whole answer, of which each piece went to the task's sink as it came. Where a worker dies
   * on the way, the next attempt goes on where the sink's text stops.
   */
  @ActivityMethod(name = ActivityNames.STREAM)
  StreamedAnswer stream(ChatTask task);

  /**
   * Tells the readers of a streamed answer that its call was cancelled, where they have not been
   * told its end.
   *
   * @param sink the name of the worker's sink
   * @param messageId the message's id in that sink
   */
  @ActivityMethod(name = ActivityNames.CANCELLED)
  void cancelled(String sink, String messageId);
}
