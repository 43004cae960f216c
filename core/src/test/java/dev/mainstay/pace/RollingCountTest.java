package dev.mainstay.pace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What there was in the last second, by tenths. */
@Execution(ExecutionMode.CONCURRENT)
class RollingCountTest {
  private static final long TENTH = 100;
  private static final long START = -12_345;

  private final RollingCount count = new RollingCount(10, 10 * TENTH, START);

  @Test
  void whatCameInATenthLeavesWithIt() {
    add(1, 0);
    add(2, 99);
    add(4, 100);

    assertThat(total(999)).isEqualTo(7);
    assertThat(total(1_000)).isEqualTo(4);
    assertThat(total(1_099)).isEqualTo(4);
    assertThat(total(1_100)).isZero();
  }

  @Test
  void whenEnoughLeavesIsForeseen() {
    add(1, 50);
    add(2, 250);
    add(4, 450);

    assertThat(leavesBelow(7, 460)).isEqualTo(460);
    assertThat(leavesBelow(6, 460)).isEqualTo(1_000);
    assertThat(leavesBelow(4, 460)).isEqualTo(1_200);
    assertThat(leavesBelow(3, 460)).isEqualTo(1_400);
    assertThat(leavesBelow(0, 460)).isEqualTo(1_400);
  }

  @Test
  void whenEnoughLeavesIsForeseenLater() {
    add(1, 1_050);
    add(2, 1_950);

    assertThat(leavesBelow(2, 1_960)).isEqualTo(2_000);
    assertThat(leavesBelow(1, 1_960)).isEqualTo(2_900);
  }

  @Test
  void whatIsStillThereIsCorrected() {
    long first = add(5, 0);
    long second = add(3, 500);

    count.correct(first, -4);
    count.correct(second, 1);

    assertThat(total(999)).isEqualTo(5);
    assertThat(total(1_000)).isEqualTo(4);
  }

  @Test
  void whatIsGoneIsNotCorrected() {
    long first = add(5, 0);
    add(3, 1_000);

    count.correct(first, -4);

    assertThat(total(1_000)).isEqualTo(3);
    assertThat(total(2_000)).isZero();
  }

  @Test
  void nothingIsLeftAfterLongSilence() {
    add(5, 990);

    assertThat(total(1_000_000)).isZero();

    add(1, 1_000_050);
    assertThat(total(1_000_999)).isEqualTo(1);
    assertThat(total(1_001_000)).isZero();
  }

  @Test
  void theOldestThatIsThereIsTold() {
    assertThat(since(150)).isEqualTo(150);

    add(1, 250);
    add(1, 950);

    assertThat(since(960)).isEqualTo(200);
    assertThat(since(1_199)).isEqualTo(200);
    assertThat(since(1_250)).isEqualTo(900);
    assertThat(since(5_000)).isEqualTo(5_000);
  }

  @Test
  void whatIsClearedIsGone() {
    add(5, 0);
    count.clear();
    add(2, 150);

    assertThat(total(160)).isEqualTo(2);
    assertThat(since(260)).isEqualTo(100);
    assertThat(total(1_050)).isEqualTo(2);
  }

  private long add(double amount, long at) {
    return count.add(amount, START + at);
  }

  private double total(long at) {
    return count.total(START + at);
  }

  private long leavesBelow(double most, long at) {
    return count.leavesBelow(most, START + at) - START;
  }

  private long since(long at) {
    return count.since(START + at) - START;
  }
}
