package dev.mainstay.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Quantity;
import dev.mainstay.provider.ToldLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock such as Java's may begin anywhere, below zero, too. */
@Execution(ExecutionMode.CONCURRENT)
class ClockTest {
  private static final Estimate ESTIMATE = new Estimate(100, 0);
  private static final long SECOND = Timeline.SECOND;
  private static final long HOUR = 3_600_000_000_000L;

  @ParameterizedTest
  @ValueSource(longs = {HOUR, -HOUR, Long.MAX_VALUE / 2})
  void toldLimitIsKeptAlikeWhereverTheClockBegins(long start) {
    assertThat(goneOut(true, start)).isEqualTo(goneOut(true, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {HOUR, -HOUR, Long.MAX_VALUE / 2})
  void limitIsLearntAlikeWhereverTheClockBegins(long start) {
    assertThat(goneOut(false, start)).isEqualTo(goneOut(false, 0));
  }

  /** How many go out in each fifth of a second, where 20 may in ten, and five come each time. */
  private static List<Integer> goneOut(boolean isTold, long start) {
    ProviderLimit limit = ProviderLimit.fixed(Quantity.REQUESTS, 20, 10 * SECOND, 3 * SECOND);
    if (isTold) {
      limit.withHeaders();
    }
    Pacer pacer = Pacer.of(GivenLimits.none(), start);
    List<Integer> gone = new ArrayList<>();
    for (long now = 0; now < 180 * SECOND; now += SECOND / 5) {
      int count = 0;
      while (count < 5 && pacer.hold(ESTIMATE, start + now).isEmpty()) {
        ask(limit, pacer.enter(ESTIMATE, start + now), now, start + now);
        count++;
      }
      gone.add(count);
    }
    return gone;
  }

  private static void ask(ProviderLimit limit, Reservation one, long now, long onClock) {
    boolean isTaken = limit.fitsAt(1, now) <= now;
    if (isTaken) {
      limit.take(1, now);
    }
    List<ToldLimit> told = limit.tell(now).stream().toList();
    one.told(told, onClock);
    if (isTaken) {
      one.succeeded(100, 50, onClock);
    } else {
      one.refused(Optional.empty(), onClock);
    }
    one.close(onClock);
  }
}
