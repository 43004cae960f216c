package dev.mainstay.temporal.batch;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The lines of a batch as activities. */
@ActivityInterface
public interface BatchActivities {

  /**
   * Answers a line and writes that to the journal; without asking anybody where it is there.
   *
   * @return whether there is an answer; else why there is none is in the journal
   */
  @ActivityMethod(name = "MainstayBatchLine")
  boolean answer(BatchLine line);
}
