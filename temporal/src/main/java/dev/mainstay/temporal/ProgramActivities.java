package dev.mainstay.temporal;

import dev.mainstay.json.JsonObject;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Programs as activities. {@link DurablePrograms} implement them; a workflow calls them by a {@link
 * DurableProgram}, which knows their types.
 */
@ActivityInterface
public interface ProgramActivities {

  /** The answer of the program that {@code task} names, as JSON. */
  @ActivityMethod(name = ActivityNames.PROGRAM)
  JsonObject answer(JsonObject task);

  /**
   * Tells the readers of a program's field that its call was cancelled, where they have not been
   * told its end.
   *
   * @param sink the name of the worker's sink
   * @param messageId the message's id in that sink
   */
  @ActivityMethod(name = ActivityNames.PROGRAM_CANCELLED)
  void cancelled(String sink, String messageId);
}
