package dev.mainstay.program.signature;

import dev.mainstay.model.Message;
import dev.mainstay.model.ToolCall;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One turn of a model that called tools.
 *
 * @param calls what it called
 * @param results what they gave, in the same order
 * @param raw what it wrote, as it was; may be empty
 * @param said its message, where it called by the means of its API
 */
public record ToolStep(
    List<ToolCall> calls, List<Message> results, String raw, Optional<Message> said) {
  private static final String LEFT_OUT = "(left out: the conversation had become too long)";

  /** A step; the lists are copied. */
  public ToolStep {
    calls = List.copyOf(calls);
    results = List.copyOf(results);
    Objects.requireNonNull(raw, "raw");
    Objects.requireNonNull(said, "said");
  }

  /** This step without what the tools gave. */
  public ToolStep withoutResults() {
    return new ToolStep(
        calls, calls.stream().map(call -> Message.tool(call.id(), LEFT_OUT)).toList(), raw, said);
  }

  /** Whether its results have been left out. */
  public boolean isLeftOut() {
    return results.stream().allMatch(result -> result.text().equals(LEFT_OUT));
  }
}
