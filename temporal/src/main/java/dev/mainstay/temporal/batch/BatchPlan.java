package dev.mainstay.temporal.batch;

import dev.mainstay.temporal.CallPolicy;
import java.util.List;

/**
 * What a batch workflow does.
 *
 * @param lines the lines to answer, by their index from 0
 * @param parallel how many are under way at once, above 0
 * @param policy what each call may take
 * @param answered how many have been answered by runs before this one
 * @param failed how many have failed in them
 */
public record BatchPlan(
    List<Long> lines, int parallel, CallPolicy policy, long answered, long failed) {
  /**
   * A plan; the list is copied.
   *
   * @throws IllegalArgumentException if nothing may be under way
   */
  public BatchPlan {
    lines = List.copyOf(lines);
    if (parallel < 1) {
      throw new IllegalArgumentException("parallel is " + parallel + "; use 1 or more");
    }
  }

  BatchPlan rest(int from, long answered, long failed) {
    return new BatchPlan(lines.subList(from, lines.size()), parallel, policy, answered, failed);
  }
}
