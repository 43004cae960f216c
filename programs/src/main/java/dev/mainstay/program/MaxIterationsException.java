package dev.mainstay.program;

import dev.mainstay.program.event.ProgramMetadata;
import dev.mainstay.program.signature.ToolStep;
import java.util.List;

/**
 * A model that still calls tools when it has done so as often as it may; those have not been run.
 */
public final class MaxIterationsException extends ProgramException {
  private static final long serialVersionUID = 1L;

  private final transient List<ToolStep> trajectory;

  MaxIterationsException(
      List<ToolStep> trajectory, PartialAnswer partial, ProgramMetadata metadata) {
    super(
        "the model still calls tools after "
            + trajectory.size()
            + " turns; allow more by withMaxIterations, or tell it when to stop",
        partial,
        metadata);
    this.trajectory = List.copyOf(trajectory);
  }

  /** What was called and what came of it, in order. */
  public List<ToolStep> trajectory() {
    return trajectory;
  }
}
