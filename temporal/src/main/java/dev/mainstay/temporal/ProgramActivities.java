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
}
