package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Restarted;
import dev.mainstay.text.TokenEstimate;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutputEstimateTest {
  private static final String WORDS = "these are some words of the answer";

  private final OutputEstimate estimate = new OutputEstimate();

  @ParameterizedTest
  @MethodSource("dev.mainstay.stream.Outputs#ofEverySort")
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
