package dev.mainstay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChatEventTest {

  static Stream<Arguments> events() {
    Usage usage = new Usage(1, 2, 3, OptionalLong.empty(), OptionalLong.empty());
    return Stream.of(
        Arguments.of(new TextDelta("Hi"), true, false),
        Arguments.of(new TextDelta(""), false, false),
        Arguments.of(new ReasoningDelta("Hm"), true, false),
        Arguments.of(new ReasoningDelta(""), false, false),
        Arguments.of(new RefusalDelta("No"), true, false),
        Arguments.of(new RefusalDelta(""), false, false),
        Arguments.of(new ToolCallDelta(0, "", "", ""), true, true),
        Arguments.of(new UsageReported(usage), false, false),
        Arguments.of(new Restarted(), false, false),
        Arguments.of(new Finished(FinishReason.TOOL_CALLS, "tool_calls"), false, false));
  }

  @ParameterizedTest
  @MethodSource("events")
  void eventKnowsWhatItIsInWhicheverChoice(ChatEvent event, boolean output, boolean toolCall) {
    for (ChatEvent each : List.of(event, new OtherChoice(1, event))) {
      assertThat(each.isOutput()).isEqualTo(output);
      assertThat(each.isToolCall()).isEqualTo(toolCall);

      ChatChunk chunk = ChatChunk.of(new TextDelta(""), each);
      assertThat(chunk.hasOutput()).isEqualTo(output);
      assertThat(chunk.hasToolCall()).isEqualTo(toolCall);
    }
  }

  @Test
  void everyKindOfEventIsInTheTable() {
    assertThat(events().map(arguments -> (Object) arguments.get()[0].getClass()))
        .contains(
            Stream.of(ChatEvent.class.getPermittedSubclasses())
                .filter(kind -> kind != OtherChoice.class)
                .toArray());
  }

  @Test
  void chunkKeepsACopyOfItsEvents() {
    List<ChatEvent> events = new ArrayList<>(List.of(new TextDelta("Hi")));

    ChatChunk chunk = new ChatChunk(events, Optional.empty());
    events.clear();

    assertThat(chunk.events()).containsExactly(new TextDelta("Hi"));
    assertThatThrownBy(() -> chunk.events().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(ChatChunk.of().hasOutput()).isFalse();
  }

  @Test
  void finishReasonsHaveOpenAisNames() {
    assertThat(FinishReason.values())
        .extracting(FinishReason::wireName)
        .containsExactly("stop", "length", "tool_calls", "content_filter", "pause");
  }
}
