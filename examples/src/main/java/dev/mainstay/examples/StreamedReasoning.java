package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatStream;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.TextDelta;

/** What a model thinks on the way, apart from what it says. */
public final class StreamedReasoning {
  private StreamedReasoning() {}

  /** Prints the answer, and the thoughts before it to standard error. Needs OPENROUTER_API_KEY. */
  public static void main(String[] args) {
    try (Mainstay mainstay = Mainstay.create();
        ChatStream stream =
            mainstay.stream("openrouter/deepseek/deepseek-r1", "Why is the sky blue?")) {
      for (ChatEvent event : stream) {
        switch (event) {
          case ReasoningDelta(String thought) -> System.err.print(thought);
          case TextDelta(String text) -> System.out.print(text);
          default -> {} // kinds that do not matter here, and those to come
        }
      }
    }
  }
}
