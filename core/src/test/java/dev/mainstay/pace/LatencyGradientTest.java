package dev.mainstay.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** SEMANTICS 5.1: what the time of answers says of a queue at the provider. */
class LatencyGradientTest {
  private static final int ROUND = 32;

  private final LatencyGradient gradient = new LatencyGradient();

  @Test
  void answersThatTakeLongerBySecondsQueue() {
    assertThat(round(Duration.ofMillis(500))).isEqualTo(1);
    assertThat(round(Duration.ofMillis(2500))).isLessThan(1);
    assertThat(gradient.isQueueing()).isTrue();
  }

  @Test
  void fewMillisecondsMoreAreNoQueueHoweverManyTimesTheyAreTheBest() {
    assertThat(round(Duration.ofMillis(2))).isEqualTo(1);
    assertThat(round(Duration.ofMillis(60))).isEqualTo(1);
    assertThat(gradient.isQueueing()).isFalse();
  }

  @Test
  void answersThatAreAsLongWhenFewerAreUnderWayAreLong() {
    round(Duration.ofMillis(500), 100);
    assertThat(round(Duration.ofSeconds(5), 100)).isLessThan(1);

    assertThat(round(Duration.ofSeconds(5), 50)).isEqualTo(1);
    assertThat(gradient.isQueueing()).isFalse();
  }

  @Test
  void answersThatAreShorterWhenFewerAreUnderWayQueue() {
    round(Duration.ofMillis(500), 100);
    assertThat(round(Duration.ofSeconds(5), 100)).isLessThan(1);

    assertThat(round(Duration.ofMillis(2500), 50)).isLessThan(1);
  }

  private double round(Duration each) {
    return round(each, 10);
  }

  private double round(Duration each, int others) {
    double shrinks = 1;
    for (int i = 0; i < ROUND; i++) {
      shrinks *= gradient.answered(each.toNanos(), others, ROUND);
    }
    return shrinks;
  }
}
