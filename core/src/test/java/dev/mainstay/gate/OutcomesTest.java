package dev.mainstay.gate;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** SEMANTICS 2.8: which share of the outcomes of late are failures that count. */
class OutcomesTest {
  private static final long NOW = ofSeconds(12_345).toNanos();

  private final Outcomes outcomes = new Outcomes(ofSeconds(10), NOW);

  @Test
  void failureThatWasTakenBackIsNone() {
    outcomes.succeeded(NOW);
    Count twice = Count.among(outcomes, 2, NOW);
    assertThat(outcomes.failsOver(0.5, 3, NOW)).isTrue();

    twice.takeBack();

    assertThat(outcomes.failsOver(0.0, 1, NOW)).isFalse();
    assertThat(outcomes.failsOver(0.0, 2, NOW)).isFalse();
  }

  @Test
  void failureThatWasTakenBackIsNoOutcomeEither() {
    outcomes.succeeded(NOW);
    Count.among(outcomes, 1, NOW).takeBack();
    outcomes.failed(1, NOW);

    assertThat(outcomes.failsOver(0.4, 1, NOW)).as("1 of 2").isTrue();
    assertThat(outcomes.failsOver(0.4, 3, NOW)).isFalse();
  }

  @Test
  void failureIsTakenBackWhereItWasCounted() {
    long later = NOW + ofSeconds(5).toNanos();
    outcomes.failed(1, NOW);
    Count.among(outcomes, 1, later).takeBack();

    assertThat(outcomes.failsOver(0.0, 1, later)).isTrue();
    assertThat(outcomes.failsOver(0.0, 1, NOW + ofSeconds(11).toNanos())).isFalse();
  }

  @Test
  void failuresAreForgottenWithTheWindow() {
    outcomes.failed(1, NOW);

    assertThat(outcomes.failsOver(0.1, 1, NOW + ofSeconds(9).toNanos())).isTrue();
    assertThat(outcomes.failsOver(0.1, 1, NOW + ofSeconds(11).toNanos())).isFalse();
  }

  @Test
  void shareIsToBeExceededByAtLeastSoManyOutcomes() {
    outcomes.failed(1, NOW);
    outcomes.succeeded(NOW);

    assertThat(outcomes.failsOver(0.5, 2, NOW)).isFalse();
    assertThat(outcomes.failsOver(0.49, 2, NOW)).isTrue();
    assertThat(outcomes.failsOver(0.49, 3, NOW)).isFalse();
  }
}
