package dev.mainstay.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.pace.Trial.Outcome;
import dev.mainstay.provider.Quantity;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Limits that are told without what time they are for, and are for a shorter one than a minute: to
 * be kept by the minute they would take up to 60 times as long.
 */
@Execution(ExecutionMode.CONCURRENT)
class UnnamedPeriodTest {
  private static final int USERS = 500;

  @ParameterizedTest
  @CsvSource({"20, 1", "200, 1", "20, 10", "200, 10"})
  void bucketIsFoundToBeFullSoonerThanInAMinute(int perSecond, int seconds) {
    Outcome worst =
        worst(
            perSecond,
            () ->
                ProviderLimit.bucketOver(
                    seconds * Timeline.SECOND, Quantity.REQUESTS, perSecond * seconds));

    assertThat(worst.lost()).isZero();
    assertThat(worst.overIdeal()).isLessThan(1.1);
    assertThat(worst.refusedShare()).isLessThan(0.02);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 200})
  void windowOfTenSecondsIsFoundToBeNoMinute(int perSecond) {
    Outcome worst =
        worst(
            perSecond,
            () ->
                ProviderLimit.fixed(
                    Quantity.REQUESTS, 10 * perSecond, 10 * Timeline.SECOND, 3 * Timeline.SECOND));

    assertThat(worst.lost()).isZero();
    assertThat(worst.overIdeal()).isLessThan(1.1);
    assertThat(worst.refusedShare()).isLessThan(0.02);
  }

  /**
   * What is left of so short a time is told when it is over; and where the reset that is told is
   * the oldest's, it does not say that all is there again.
   */
  @ParameterizedTest
  @CsvSource({
    "5, 1", "10, 1", "20, 1", "50, 1", "200, 1", "20, 2", "200, 2", "2, 10", "20, 10", "200, 10"
  })
  void slidingWindowIsUsedByHalfAtTheLeast(int perSecond, int seconds) {
    takesAtMost(
        2,
        perSecond,
        () ->
            ProviderLimit.sliding(
                Quantity.REQUESTS, perSecond * seconds, seconds * Timeline.SECOND));
  }

  @ParameterizedTest
  @CsvSource({"5, 1", "10, 1", "20, 1", "50, 1", "200, 1", "20, 2", "200, 2"})
  void shortWindowIsUsedByHalfAtTheLeast(int perSecond, int seconds) {
    takesAtMost(
        2,
        perSecond,
        () ->
            ProviderLimit.fixed(
                Quantity.REQUESTS,
                perSecond * seconds,
                seconds * Timeline.SECOND,
                Timeline.SECOND / 3));
  }

  @ParameterizedTest
  @CsvSource({"20, 2", "50, 2", "200, 2"})
  void bucketOfTwoSecondsIsUsedByFiveSixthsAtTheLeast(int perSecond, int seconds) {
    takesAtMost(
        1.2,
        perSecond,
        () ->
            ProviderLimit.bucketOver(
                seconds * Timeline.SECOND, Quantity.REQUESTS, perSecond * seconds));
  }

  private static void takesAtMost(
      double timesTheIdeal, int perSecond, Supplier<ProviderLimit> limit) {
    Outcome worst = worst(perSecond, limit);

    assertThat(worst.lost()).isZero();
    assertThat(worst.overIdeal()).isLessThan(timesTheIdeal);
    assertThat(worst.refusedShare()).isLessThan(0.05);
  }

  private static Outcome worst(int perSecond, Supplier<ProviderLimit> limit) {
    int messages = Math.max(2, perSecond * 60 / USERS);
    Trial trial =
        new Trial(perSecond + " calls/s", USERS, messages)
            .limitedBy(() -> limit.get().withHeaders())
            .ideal((double) USERS * messages / perSecond + 1);
    return Outcome.worst(List.of(trial.run(1), trial.withStreams().run(2)));
  }
}
