package dev.mainstay.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LearntRateTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final ConcurrencyLimit places = new ConcurrencyLimit(0);
  private final LearntRate rate = new LearntRate(places, 0);

  @BeforeEach
  void nothingIsKnown() {
    places.startsUnknown();
    rate.startsUnknown();
    for (int i = 0; i < 500; i++) {
      rate.enter(i * SECOND / 500);
    }
  }

  @Test
  void halfAsManyAgainMayGoOutAsWentOutInASecondBefore() {
    assertThat(rate.pace(60 * SECOND) * SECOND).isCloseTo(750, within(1.0));
  }

  @Test
  void whatWentOutBeforeARefusalIsNoMeasure() {
    rate.refused(SECOND);

    assertThat(rate.pace(60 * SECOND) * SECOND).isCloseTo(64, within(1.0));
  }

  /** Of a minute that was used up in a second; it is shut for as long as what is learnt is kept. */
  @Test
  void whatALongPauseTaughtIsNotForgottenAsItEnds() {
    long last = 499 * SECOND / 500;
    rate.waits(Hold.until(Hold.Reason.RATE, SECOND), last);
    rate.pauses(SECOND);
    rate.pausesAnew(SECOND);

    rate.resume(0, 62 * SECOND, 62 * SECOND);

    assertThat(rate.foreseen(62 * SECOND)).isGreaterThan(62 * SECOND);
    assertThat(rate.pace(62 * SECOND) * SECOND).isCloseTo(500 / 62.0, within(0.3));
  }

  @Test
  void whatWasNotSentAfterAllRefusesNothing() {
    rate.unsent(SECOND);

    assertThat(rate.pace(60 * SECOND) * SECOND).isCloseTo(750, within(1.0));
  }
}
