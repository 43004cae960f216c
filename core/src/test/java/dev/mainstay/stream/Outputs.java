package dev.mainstay.stream;

import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import java.util.function.Function;
import java.util.stream.Stream;

/** Output of every sort. */
final class Outputs {
  private Outputs() {}

  /** Each that says a text. */
  static Stream<Function<String, ChatEvent>> ofEverySort() {
    return Stream.of(
        TextDelta::new,
        ReasoningDelta::new,
        RefusalDelta::new,
        text -> new ToolCallDelta(0, "", text, ""),
        text -> new ToolCallDelta(0, "", "", text),
        text -> new OtherChoice(1, new TextDelta(text)),
        text -> new OtherChoice(1, new RefusalDelta(text)));
  }
}
