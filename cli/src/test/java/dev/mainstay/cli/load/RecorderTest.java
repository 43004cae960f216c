package dev.mainstay.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private static final int WEEK = 7 * 24 * 3600;

  private final Recorder recorder =
      new Recorder(LoadPlan.of(URI.create("http://localhost/v1"), "m", 1, 1), 0);

  @Test
  void runOverAWeekDoesNotFillTheMemory() {
    for (int second = 0; second < WEEK; second += 10) {
      answerAt(second);
    }

    LoadResult result = recorder.result(nanos(WEEK), false);

    assertThat(result.answered()).isEqualTo(WEEK / 10);
    assertThat(result.cells()).hasSizeLessThanOrEqualTo(900);
    assertThat(result.cells().stream().mapToLong(cell -> cell.answered).sum()).isEqualTo(WEEK / 10);
    // Ten in a hundred seconds, however long a cell is.
    assertThat(Plot.of(result)).contains("\">200,000</text>").contains("\">600,000</text>");
  }

  @Test
  void howItStandsIsOfTheLastSecondHoweverLongItRuns() {
    for (int second = 0; second < WEEK; second += 100) {
      answerAt(second);
    }
    answerAt(WEEK);
    answerAt(WEEK);

    assertThat(recorder.standing(nanos(WEEK + 1)).perSecond()).isEqualTo(2);
    assertThat(recorder.standing(nanos(WEEK + 2)).perSecond()).isZero();
  }

  private void answerAt(int second) {
    long now = nanos(second);
    recorder.sent(now);
    recorder.ended(new Outcome(0, false, now, now, now, now, Optional.empty()));
  }

  private static long nanos(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
