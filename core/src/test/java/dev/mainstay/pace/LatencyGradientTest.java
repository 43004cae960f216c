package dev.mainstay.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** SEMANTICS 5.1: what the time of answers says of a queue at the provider. */
class LatencyGradientTest {
  private static final int ROUND = 32;

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LatencyGradient gradient = new LatencyGradient();
  private long now;

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

  @Test
  void machineOfOurOwnThatStoodStillForAMomentIsNoQueue() {
    round(Duration.ofMillis(2), 63);
    now += Duration.ofMillis(400).toNanos();

    assertThat(answers(Duration.ofMillis(400), 63, 64)).isEqualTo(1);
    assertThat(round(Duration.ofMillis(2), 63)).isEqualTo(1);
    assertThat(gradient.isQueueing()).isFalse();
  }

  @Test
  void queueIsSeenThoughManyAnswersMakeASecond() {
    round(Duration.ofMillis(2), 99);

    assertThat(round(Duration.ofMillis(400), 999)).isLessThan(1);
  }

  private double round(Duration each) {
    return round(each, 10);
  }

  /** As many answers as make a round, and for as long. */
  private double round(Duration each, int others) {
    long between = each.toNanos() / (others + 1);
    long first = now + between;
    double shrinks = 1;
    for (int i = 0; i < ROUND || now - first < SECOND; i++) {
      now += between;
      shrinks *= answers(each, others, 1);
    }
    return shrinks;
  }

  private double answers(Duration each, int others, int count) {
    double shrinks = 1;
    for (int i = 0; i < count; i++) {
      shrinks *= gradient.answered(each.toNanos(), others, ROUND, now);
    }
    return shrinks;
  }
}
