package dev.mainstay.program;

import dev.mainstay.model.Message;
import dev.mainstay.model.ToolCall;
import dev.mainstay.program.event.StatusKind;
import dev.mainstay.program.event.StatusWords;
import dev.mainstay.program.signature.ToolStep;
import dev.mainstay.tool.Toolbox;
import java.util.List;
import java.util.Optional;

/**
 * The tools of a program.
 *
 * @param toolbox what may be called
 * @param maxIterations how many turns may call tools
 */
record ToolUse(Toolbox toolbox, int maxIterations) {
  /**
   * Runs what a turn called.
   *
   * @param said the turn's message, where it called by the means of its API
   */
  ToolStep run(List<ToolCall> calls, String raw, Optional<Message> said, Run run) {
    if (calls.stream().anyMatch(call -> toolbox.hasSideEffects(call.name()))) {
      run.root().options().beforeSideEffects().run();
    }
    StatusWords words = run.root().options().words();
    calls.forEach(call -> run.status(StatusKind.TOOL_BEGUN, words.toolBegun(call.name())));
    try {
      List<Message> results = toolbox.run(calls);
      calls.forEach(call -> run.status(StatusKind.TOOL_ENDED, words.toolEnded(call.name())));
      return new ToolStep(calls, results, raw, said);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancelled.exception("interrupted while tools were running");
    }
  }
}
