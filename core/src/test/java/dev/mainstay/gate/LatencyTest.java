package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.serverError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mainstay.model.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The time an answer is expected to take: SEMANTICS 3.2, latency-based routing. */
class LatencyTest {
  private final Ward ward = new Ward();

  @Test
  void nothingIsKnownBeforeTheFirstAnswer() {
    assertThat(ward.gate.load().latency()).isEmpty();
    assertThat(expectedSeconds()).isZero();
  }

  @Test
  void streamTellsTheTimeToItsFirstTokenAtOnceAndItsPaceAtItsEnd() {
    Permit stream = ward.begin();
    ward.after(Duration.ofMillis(500));
    stream.committed();
    assertThat(ward.gate.load().latency()).contains(Duration.ofMillis(500));

    ward.after(Duration.ofMillis(99 * 10));
    stream.succeeded(tokens(100));

    assertThat(expectedSeconds()).isCloseTo(0.5 + 200 * 0.01, within(0.05));
  }

  @Test
  void wholeAnswersOfAnyLengthFromAnEquallyFastDeploymentLookAlike() {
    Ward other = new Ward();

    answer(ward, Duration.ofMillis((50 + 20) * 10), 20);
    answer(other, Duration.ofMillis((50 + 4000) * 10), 4000);

    assertThat(expectedSeconds()).isCloseTo(2.5, within(0.001));
    assertThat(expectedSeconds(other)).isCloseTo(2.5, within(0.001));
  }

  @Test
  void wholeAnswerWithoutUsageCountsAsOrdinary() {
    Permit plain = ward.begin();
    ward.after(Duration.ofSeconds(3));
    Ward.succeed(plain);

    assertThat(expectedSeconds()).isCloseTo(3, within(0.001));
  }

  @Test
  void streamOfAFewTokensTellsNothingOfThePace() {
    Permit stream = ward.begin();
    stream.committed();
    ward.after(Duration.ofSeconds(20));
    stream.succeeded(tokens(5));

    assertThat(expectedSeconds()).isZero();
  }

  @Test
  void peakIsBelievedAtOnceAndForgottenSlowly() {
    for (int i = 0; i < 50; i++) {
      answer(ward, Duration.ofSeconds(1), 200);
    }
    assertThat(expectedSeconds()).isCloseTo(1, within(0.01));

    answer(ward, Duration.ofSeconds(20), 200);
    assertThat(expectedSeconds()).isCloseTo(20, within(0.01));
    answer(ward, Duration.ofSeconds(1), 200);
    assertThat(expectedSeconds()).isGreaterThan(15);
    for (int i = 0; i < 120; i++) {
      answer(ward, Duration.ofSeconds(1), 200);
    }
    assertThat(expectedSeconds()).isLessThan(2);
  }

  @Test
  void idleDeploymentThatOnceWasSlowIsAskedAgain() {
    answer(ward, Duration.ofSeconds(60), 200);

    ward.after(Duration.ofMinutes(2).plusSeconds(30));

    assertThat(expectedSeconds()).isLessThan(1);
  }

  @Test
  void deploymentThatKeepsItsCallersWaitingLooksSlowBeforeItAnswers() {
    answer(ward, Duration.ofSeconds(1), 200);
    Permit stuck = ward.begin();
    Permit other = ward.begin();

    ward.after(Duration.ofSeconds(8));
    assertThat(expectedSeconds()).isGreaterThan(8);
    ward.after(Duration.ofSeconds(30));
    assertThat(expectedSeconds()).isGreaterThan(38);

    stuck.close();
    other.close();
    assertThat(expectedSeconds()).as("they were not answered").isGreaterThan(38);
    ward.after(Duration.ofMinutes(5));
    assertThat(expectedSeconds()).as("nobody waits any more").isLessThan(1);
  }

  @Test
  void waitOfThoseWithoutOutputIsTheirMean() {
    ward.begin();
    ward.after(Duration.ofSeconds(4));
    ward.begin();
    ward.after(Duration.ofSeconds(8));

    assertThat(expectedSeconds()).isCloseTo(10, within(0.001));
  }

  @Test
  void sampleBelowTheAverageCountsAsMuchAsTimeHasPassedSinceTheLast() {
    PeakAverage average = new PeakAverage(100, 0);
    long fade = Duration.ofSeconds(30).toNanos();

    assertThat(average.with(50, fade).nanos()).isCloseTo(50 + 50 / Math.E, within(1e-9));
    assertThat(average.with(100, fade).nanos()).isEqualTo(100);
    assertThat(average.at(fade)).isCloseTo(100 / Math.E, within(1e-9));
    assertThat(average.at(-fade)).isEqualTo(100);
  }

  @Test
  void streamThatFlowsIsNotWaitedFor() {
    Permit stream = ward.begin();
    ward.after(Duration.ofSeconds(1));
    stream.committed();

    ward.after(Duration.ofMinutes(5));

    assertThat(expectedSeconds()).isLessThan(0.01);
  }

  @Test
  void failureAtOnceMakesNobodyLookFast() {
    ward.fail(serverError());
    assertThat(ward.gate.load().latency()).isEmpty();

    answer(ward, Duration.ofSeconds(4), 200);
    for (int i = 0; i < 50; i++) {
      Ward.end(ward.beginUnbound(), serverError());
    }

    assertThat(expectedSeconds()).isCloseTo(4, within(0.01));
  }

  @Test
  void failureAfterALongWaitMakesItLookSlow() {
    answer(ward, Duration.ofSeconds(1), 200);
    Permit late = ward.begin();
    ward.after(Duration.ofSeconds(60));

    Ward.end(late, serverError());

    assertThat(expectedSeconds()).isGreaterThan(60);
  }

  @Test
  void manyAttemptsOverALongTimeLeaveNoTraceInTheWaiting() {
    for (int i = 0; i < 10_000; i++) {
      Permit one = ward.begin();
      Permit other = ward.begin();
      ward.after(Duration.ofHours(10));
      one.committed();
      Ward.succeed(one);
      Ward.end(other, Failing.cancelled());
    }
    ward.after(Duration.ofDays(1));

    assertThat(expectedSeconds()).isLessThan(1e-6);
  }

  private static void answer(Ward ward, Duration duration, long tokens) {
    Permit plain = ward.begin();
    ward.after(duration);
    plain.succeeded(tokens(tokens));
    plain.close();
  }

  private static Optional<Usage> tokens(long completion) {
    return Optional.of(
        new Usage(10, completion, 10 + completion, OptionalLong.empty(), OptionalLong.empty()));
  }

  private double expectedSeconds() {
    return expectedSeconds(ward);
  }

  private static double expectedSeconds(Ward ward) {
    return ward.gate.load().expectedNanos(ward.time.nanos()) / 1e9;
  }
}
