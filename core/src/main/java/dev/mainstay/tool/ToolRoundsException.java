package dev.mainstay.tool;

import dev.mainstay.model.ToolCall;

/** A model that still called tools in the last round that it had; those have not been run. */
public final class ToolRoundsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ToolAnswer last;

  ToolRoundsException(ToolAnswer last) {
    super(
        "the model still calls tools in round "
            + last.calls().size()
            + ", the last: "
            + last.response().toolCalls().stream().map(ToolCall::name).toList()
            + "; allow more rounds, or tell it when to stop");
    this.last = last;
  }

  /** The last round: the conversation so far, and what the model called. */
  public ToolAnswer last() {
    return last;
  }
}
