package dev.mainstay.stream;

import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.text.TokenEstimate;

/**
 * About how many tokens an attempt has written: text, reasoning, refusals and tool calls. Not
 * thread-safe.
 */
public final class OutputEstimate {
  private final TokenEstimate estimate = new TokenEstimate();

  /** The attempt's next event. */
  public void add(ChatEvent event) {
    switch (event) {
      case TextDelta(String text) -> estimate.add(text);
      case ReasoningDelta(String text) -> estimate.add(text);
      case RefusalDelta(String text) -> estimate.add(text);
      case ToolCallDelta call -> {
        estimate.add(call.name());
        estimate.add(call.arguments());
      }
      case OtherChoice(int index, ChatEvent inner) -> add(inner);
      case Finished finished -> {}
      case UsageReported usage -> {}
      case Restarted restarted -> {}
    }
  }

  /** How many tokens have come. */
  public long tokens() {
    return estimate.tokens();
  }
}
