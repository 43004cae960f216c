package dev.mainstay.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.KnownLimit;
import dev.mainstay.provider.KnownLimit.Source;
import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What shows of the period of a limit that is told without one, and what does not. */
@Execution(ExecutionMode.CONCURRENT)
class ToldPeriodTest {
  private static final Estimate ESTIMATE = new Estimate(100, 0);
  private static final long SECOND = Timeline.SECOND;

  private final Pacer pacer = Pacer.unbounded(0);

  @Test
  void whatCameInBeforeALimitWasLoweredIsNotOfTheLowerOne() {
    for (int second = 0; second < 50; second++) {
      enter(20, second * SECOND).told(limit(Quantity.REQUESTS, 1_200, 1), second * SECOND);
    }

    enter(1, 50 * SECOND).told(limit(Quantity.REQUESTS, 20, 1), 50 * SECOND);

    assertThat(period()).isEqualTo(ToldLimit.MINUTE);
  }

  @Test
  void tokensBeyondALimitDidNotComeIn() {
    List<Reservation> first = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      first.add(enter(1, 0));
    }
    first.getFirst().told(limit(Quantity.TOKENS, 6_000, 5_900), SECOND);

    first.forEach(one -> one.succeeded(100, 1_900, 10 * SECOND));
    enter(1, 10 * SECOND).told(limit(Quantity.TOKENS, 6_000, 0), 10 * SECOND);
    Duration meanwhile = period();
    enter(1, 61 * SECOND).told(limit(Quantity.TOKENS, 6_000, 5_900), 61 * SECOND);

    assertThat(meanwhile).isEqualTo(ToldLimit.MINUTE);
    assertThat(period()).isEqualTo(ToldLimit.MINUTE);
  }

  @Test
  void periodThatIsToldIsNotShortened() {
    for (int second = 0; second < 50; second++) {
      enter(20, second * SECOND)
          .told(
              List.of(
                  new ToldLimit(
                      Quantity.REQUESTS, 20, 1, Optional.of(ToldLimit.MINUTE), Optional.empty())),
              second * SECOND);
    }

    assertThat(period()).isEqualTo(ToldLimit.MINUTE);
  }

  /** What it had read was more than was thought, which is known before the next goes out. */
  @Test
  void periodIsASecondAtTheLeast() {
    Reservation first = enter(1, 0);
    first.told(limit(Quantity.INPUT_TOKENS, 100, 50), SECOND / 100);
    first.succeeded(10_000, 0, SECOND / 100);

    Reservation second = pacer.enter(new Estimate(1, 0), SECOND / 50);
    second.told(limit(Quantity.INPUT_TOKENS, 100, 1), SECOND / 50);

    assertThat(period()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void attemptsThatFailedMayNotHaveBeenCounted() {
    enter(1, 0).told(limit(Quantity.REQUESTS, 60, 59), 0);
    for (int i = 0; i < 300; i++) {
      pacer.enter(ESTIMATE, i * SECOND / 6).close(i * SECOND / 6);
    }

    enter(1, 51 * SECOND).told(limit(Quantity.REQUESTS, 60, 59), 51 * SECOND);

    assertThat(period()).isEqualTo(ToldLimit.MINUTE);
  }

  @Test
  void answersThatWereLeftHaveNotUsedAllTheirTokens() {
    enter(1, 0).told(limit(Quantity.TOKENS, 60_000, 59_900), 0);
    for (int i = 0; i < 100; i++) {
      Reservation left = pacer.enter(new Estimate(100, 2_000), i * SECOND / 2);
      left.answered(i * SECOND / 2);
      left.close(i * SECOND / 2);
    }

    enter(1, 51 * SECOND).told(limit(Quantity.TOKENS, 60_000, 50_000), 51 * SECOND);

    assertThat(period()).isEqualTo(ToldLimit.MINUTE);
  }

  private Reservation enter(int count, long now) {
    Reservation last = pacer.enter(ESTIMATE, now);
    for (int i = 1; i < count; i++) {
      last = pacer.enter(ESTIMATE, now);
    }
    return last;
  }

  private static List<ToldLimit> limit(Quantity quantity, long limit, long remaining) {
    return List.of(new ToldLimit(quantity, limit, remaining, Optional.empty(), Optional.empty()));
  }

  private Duration period() {
    return pacer.limits(61 * SECOND).stream()
        .filter(limit -> limit.source() == Source.TOLD)
        .map(KnownLimit::period)
        .findFirst()
        .orElseThrow()
        .orElseThrow();
  }
}
