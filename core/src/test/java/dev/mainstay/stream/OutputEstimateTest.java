package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.text.TokenEstimate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutputEstimateTest {
  private static final String WORDS = "these are some words of the answer";

  private final OutputEstimate estimate = new OutputEstimate();

  static Stream<Function<String, ChatEvent>> sorts() {
    return Stream.of(
        TextDelta::new,
        ReasoningDelta::new,
        RefusalDelta::new,
        text -> new ToolCallDelta(0, "", text, ""),
        text -> new ToolCallDelta(0, "", "", text),
        text -> new OtherChoice(1, new RefusalDelta(text)));
  }

  @ParameterizedTest
  @MethodSource("sorts")
  void outputOfEverySortCounts(Function<String, ChatEvent> sort) {
    estimate.add(sort.apply(WORDS));

    assertThat(estimate.tokens()).isEqualTo(TokenEstimate.of(WORDS)).isPositive();
  }

  @Test
  void whatIsNoOutputDoesNot() {
    estimate.add(new Restarted());

    assertThat(estimate.tokens()).isZero();
  }
}
