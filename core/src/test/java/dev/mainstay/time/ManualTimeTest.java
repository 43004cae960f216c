package dev.mainstay.time;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualTimeTest {
  private static final Duration FOREVER = ofSeconds(Long.MAX_VALUE);

  private final ManualTime time = new ManualTime();
  private final List<String> log = new ArrayList<>();

  @Test
  void standsStillUntilSomebodyWaits() {
    assertThat(time.elapsed()).isZero();
    assertThat(time.now()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));

    long start = time.nanos();
    time.park(ofSeconds(90));

    assertThat(time.since(start)).isEqualTo(ofSeconds(90));
    assertThat(time.now()).isEqualTo(Instant.parse("2026-01-01T00:01:30Z"));
  }

  @Test
  void timersRunInTheOrderOfTheirTimesAndAmongEqualsAsTheyWereMade() {
    logAt(3, "c");
    logAt(1, "a");
    logAt(3, "d");
    logAt(2, "b");

    time.advance(ofSeconds(3));

    assertThat(log).containsExactly("a at 1", "b at 2", "c at 3", "d at 3");
    assertThat(time.elapsed()).isEqualTo(ofSeconds(3));
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  void parkReturnsAfterEachTimerSoThatTheCallerCanLook() {
    logAt(1, "a");
    logAt(5, "b");

    time.park(ofSeconds(10));
    assertThat(log).containsExactly("a at 1");

    time.park(ofSeconds(3));
    assertThat(log).containsExactly("a at 1");
    assertThat(time.elapsed()).isEqualTo(ofSeconds(4));

    time.park(ofSeconds(1));
    assertThat(log).containsExactly("a at 1", "b at 5");
  }

  @Test
  void cancelledTimerDoesNotRun() {
    TimeSource.Timer first = logAt(1, "a");
    logAt(1, "b");

    first.cancel();
    time.advance(ofSeconds(1));
    first.cancel();

    assertThat(log).containsExactly("b at 1");
  }

  @Test
  void timerThatIsMadeByATimerRunsInTheSameAdvanceIfItIsDue() {
    time.schedule(
        ofSeconds(1),
        () -> {
          logAt(0, "at once");
          logAt(1, "in time");
          logAt(9, "too late");
        });

    time.advance(ofSeconds(2));

    assertThat(log).containsExactly("at once at 1", "in time at 2");
    assertThat(time.pendingTimers()).isEqualTo(1);
  }

  @Test
  void interruptedThreadDoesNotWait() {
    logAt(1, "a");

    Thread.currentThread().interrupt();
    time.park(ofSeconds(1));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(time.elapsed()).isZero();
    assertThat(log).isEmpty();
  }

  @Test
  void waitOfNoLengthDoesNotMoveTheClock() {
    time.park(Duration.ZERO);
    time.park(ofSeconds(-1));
    time.advance(ofSeconds(-1));

    assertThat(time.elapsed()).isZero();
  }

  @Test
  void timerInThePastIsDueAtOnce() {
    logAt(-1, "a");

    time.park(Duration.ZERO);

    assertThat(log).containsExactly("a at 0");
  }

  @Test
  void timerBeyondTheEndOfTimeIsNotDueToday() {
    time.advance(ofSeconds(1));
    time.schedule(FOREVER, () -> log.add("never"));

    time.advance(Duration.ofDays(36_500));

    assertThat(log).isEmpty();
  }

  @Test
  void waitBeyondTheEndOfTimeEndsThere() {
    time.advance(ofSeconds(1));

    time.advance(FOREVER);

    assertThat(time.nanos()).isEqualTo(Long.MAX_VALUE);
  }

  private TimeSource.Timer logAt(long seconds, String what) {
    return time.schedule(
        ofSeconds(seconds), () -> log.add(what + " at " + time.elapsed().toSeconds()));
  }
}
