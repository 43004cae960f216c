package dev.mainstay.policy;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 2.2 and 2.3: the waits, by many draws of a generator with a seed. */
class BackoffTest {
  private static final int DRAWS = 4_000;
  private static final Duration FOREVER = ofSeconds(Long.MAX_VALUE);
  private static final Failure ERROR = new Failure.ServerError(FailureDetail.of("it broke"));
  private static final Failure OVERLOADED = new Failure.Overloaded(FailureDetail.of("too busy"));

  private final SplittableRandom random = new SplittableRandom(42);

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 4", "3, 8", "4, 16", "5, 32", "6, 60", "7, 60", "100, 60"})
  void waitIsUniformUpToTwiceAsMuchWithEachRetryAndToTheCap(int retry, int most) {
    assertUniform(Backoff.defaults(), ERROR, retry, 0, most);
  }

  @Test
  void overloadedProviderIsGivenTheWaitOfTheNextRetry() {
    assertUniform(Backoff.defaults(), OVERLOADED, 1, 0, 4);
  }

  @Test
  void unitScalesTheWaits() {
    assertUniform(Backoff.defaults().withBaseDelay(ofMillis(10)), ERROR, 3, 0, 0.08);
  }

  @Test
  void hintGetsUpToATenthMoreAndNeverLess() {
    assertUniform(Backoff.defaults(), rateLimited(ofSeconds(30)), 4, 30, 33);
  }

  @Test
  void floorLiesUnderEveryWait() {
    Backoff backoff = Backoff.defaults().withMinDelay(ofSeconds(70));

    for (Failure failure : new Failure[] {ERROR, OVERLOADED, rateLimited(ofSeconds(5))}) {
      assertThat(backoff.waitAfter(failure, 9, random)).isEqualTo(ofSeconds(70));
    }
    assertThat(backoff.waitAfter(rateLimited(ofSeconds(80)), 1, random))
        .isBetween(ofSeconds(80), ofSeconds(88));
  }

  @Test
  void waitsOfAnyLengthAreReckonedWith() {
    Backoff endless = new Backoff(FOREVER, FOREVER, Duration.ZERO, FOREVER, FOREVER);

    assertThat(endless.waitAfter(ERROR, 100, random)).isBetween(Duration.ZERO, FOREVER);
    assertThat(endless.waitAfter(rateLimited(FOREVER), 1, random))
        .isGreaterThan(Duration.ofDays(100_000));
    assertThat(endless.hasPatienceFor(FOREVER)).isTrue();
  }

  @Test
  void hintIsWaitedForUpToMaxRetryWait() {
    assertThat(Backoff.defaults().hasPatienceFor(ofSeconds(60))).isTrue();
    assertThat(Backoff.defaults().hasPatienceFor(ofMillis(60_001))).isFalse();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("base delay", backoff -> backoff.withBaseDelay(Duration.ZERO)),
        mistake("the least that is waited", backoff -> backoff.withMinDelay(ofMillis(-1))),
        mistake("the longest hint", backoff -> backoff.withMaxRetryWait(ofMillis(-1))),
        mistake("the patience", backoff -> backoff.withFallbackPatience(ofMillis(-1))),
        mistake("the most that is waited", backoff -> backoff.withMaxDelay(ofMillis(-1))));
  }

  private static Arguments mistake(String name, UnaryOperator<Backoff> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void impossibleValueIsRefusedByName(String name, UnaryOperator<Backoff> change) {
    assertThatThrownBy(() -> change.apply(Backoff.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("use ");
  }

  private void assertUniform(Backoff backoff, Failure failure, int retry, double from, double to) {
    double[] waits =
        random
            .ints(DRAWS)
            .mapToDouble(i -> backoff.waitAfter(failure, retry, random).toNanos() / 1e9)
            .sorted()
            .toArray();

    assertThat(waits[0]).isGreaterThanOrEqualTo(from);
    assertThat(waits[DRAWS - 1]).isLessThanOrEqualTo(to);
    for (int tenth = 0; tenth <= 10; tenth++) {
      double expected = from + (to - from) * tenth / 10;
      assertThat(waits[Math.min(DRAWS - 1, DRAWS * tenth / 10)])
          .isCloseTo(expected, within((to - from) * 0.03));
    }
  }

  private static Failure rateLimited(Duration hint) {
    return new Failure.RateLimited(FailureDetail.of("slow down").withRetryAfter(hint));
  }
}
