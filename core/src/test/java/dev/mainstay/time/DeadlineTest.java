package dev.mainstay.time;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private final ManualTime time = new ManualTime();

  @Test
  void tellsWhatIsLeftUntilItIsPast() {
    Deadline deadline = Deadline.in(ofSeconds(10), time);

    time.advance(ofSeconds(4));
    assertThat(deadline.remaining()).isEqualTo(ofSeconds(6));
    assertThat(deadline.isPast()).isFalse();

    time.advance(ofSeconds(6));
    assertThat(deadline.remaining()).isZero();
    assertThat(deadline.isPast()).isTrue();

    time.advance(ofSeconds(1));
    assertThat(deadline.remaining()).isZero();
    assertThat(deadline.isPast()).isTrue();
  }

  @Test
  void ofNoLengthIsPastAtOnce() {
    assertThat(Deadline.in(Duration.ZERO, time).isPast()).isTrue();
    assertThat(Deadline.in(ofSeconds(-1), time).isPast()).isTrue();
  }

  @Test
  void neverIsNeverPast() {
    assertThat(Deadline.never().isBounded()).isFalse();
    assertThat(Deadline.never().isPast()).isFalse();
    assertThat(Deadline.never().remaining()).isGreaterThan(Duration.ofDays(100_000));
  }

  @Test
  void beyondACenturyIsNever() {
    assertThat(Deadline.in(Duration.ofDays(36_500), time).isBounded()).isTrue();
    assertThat(Deadline.in(Duration.ofDays(36_501), time).isBounded()).isFalse();
    assertThat(Deadline.in(ofSeconds(Long.MAX_VALUE), time).isBounded()).isFalse();
  }

  @Test
  void holdsOnAClockThatIsAboutToOverflow() {
    time.advance(Duration.ofNanos(Long.MAX_VALUE - 1));

    Deadline deadline = Deadline.in(ofSeconds(10), time);

    assertThat(deadline.remaining()).isEqualTo(ofSeconds(10));
    assertThat(deadline.isPast()).isFalse();
  }

  @Test
  void earlierOfTwoIsTheOneThatEndsFirst() {
    Deadline soon = Deadline.in(ofSeconds(1), time);
    Deadline late = Deadline.in(ofSeconds(2), time);

    assertThat(soon.earlier(late)).isSameAs(soon);
    assertThat(late.earlier(soon)).isSameAs(soon);
    assertThat(late.earlier(Deadline.never())).isSameAs(late);
    assertThat(Deadline.never().earlier(late)).isSameAs(late);
    assertThat(Deadline.never().earlier(Deadline.never()).isBounded()).isFalse();
  }
}
