package dev.mainstay.engine;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.time.ManualTime;
import dev.mainstay.transport.RealTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AlarmTest {
  private final ManualTime time = new ManualTime();
  private final List<Long> rings = new ArrayList<>();
  private final Alarm alarm = new Alarm(time, () -> rings.add(time.elapsed().toSeconds()));

  @Test
  void ringsOnceAtItsMomentAndAtNoMomentBefore() {
    alarm.set(seconds(5));
    alarm.set(seconds(9));

    time.advance(ofSeconds(20));

    assertThat(rings).containsExactly(9L);
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  void ringsEarlierWhereItIsSetEarlier() {
    alarm.set(seconds(9));
    alarm.set(seconds(5));

    time.advance(ofSeconds(20));

    assertThat(rings).containsExactly(5L);
  }

  @Test
  void doesNotRingOnceItIsTakenBackButMayBeSetAnew() {
    alarm.set(seconds(5));
    alarm.clear();
    time.advance(ofSeconds(7));
    assertThat(rings).isEmpty();

    alarm.set(seconds(9));
    time.advance(ofSeconds(7));

    assertThat(rings).containsExactly(9L);
  }

  @Test
  void laterMomentsCostNoFurtherTimer() {
    for (int i = 1; i <= 1_000; i++) {
      alarm.set(seconds(i));
    }

    assertThat(time.pendingTimers()).isEqualTo(1);
    alarm.close();
    assertThat(time.pendingTimers()).isZero();
  }

  @Test
  void whoTakesItBackMeetsNoRingThatIsStillOnItsWay() throws Exception {
    CountDownLatch isRinging = new CountDownLatch(1);
    CompletableFuture<Void> mayEnd = new CompletableFuture<>();
    AtomicBoolean hasRung = new AtomicBoolean();
    Alarm slow =
        new Alarm(
            time,
            () -> {
              isRinging.countDown();
              mayEnd.join();
              hasRung.set(true);
            });
    slow.set(seconds(1));
    Thread timer = Thread.ofPlatform().start(() -> time.advance(ofSeconds(1)));
    isRinging.await();
    CompletableFuture<Boolean> rungBefore = new CompletableFuture<>();

    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              slow.clear();
              rungBefore.complete(hasRung.get());
            });
    RealTime.await().until(() -> rungBefore.isDone() || reader.getState() == Thread.State.WAITING);
    mayEnd.complete(null);

    assertThat(rungBefore.get()).isTrue();
    timer.join();
  }

  private static long seconds(long seconds) {
    return ofSeconds(seconds).toNanos();
  }
}
