package dev.mainstay.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SystemTimeTest {
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final TimeSource time = TimeSource.system();

  @Test
  void timerRunsOnADaemonThreadOfItsOwn() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);
    Thread[] thread = new Thread[1];

    time.schedule(
        Duration.ZERO,
        () -> {
          thread[0] = Thread.currentThread();
          ran.countDown();
        });

    assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(thread[0]).isNotSameAs(Thread.currentThread()).matches(Thread::isDaemon);
  }

  @Test
  void timerThatThrowsDoesNotStopTheNext() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);

    time.schedule(
        Duration.ZERO,
        () -> {
          throw new IllegalStateException("on purpose");
        });
    time.schedule(Duration.ZERO, ran::countDown);

    assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void timerBeyondTheEndOfTimeCanBeSetAndTakenBack() {
    time.schedule(FOREVER, () -> {}).cancel();
  }

  @Test
  void timersThatAreTakenBackLetGoOfTheirTasks() {
    List<WeakReference<Object>> held = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      AtomicInteger runs = new AtomicInteger();
      held.add(new WeakReference<>(runs));

      time.schedule(FOREVER, runs::incrementAndGet).cancel();
    }

    System.gc();

    assertThat(held).allMatch(reference -> reference.refersTo(null));
  }

  @Test
  void timerThatIsSoonerThanOneTakenBackRuns() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);
    time.schedule(Duration.ofDays(1), () -> {}).cancel();

    time.schedule(Duration.ofMillis(1), ran::countDown);

    assertThat(ran.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void parkEndsWhenTheThreadIsUnparked() {
    LockSupport.unpark(Thread.currentThread());

    time.park(FOREVER);
  }

  @Test
  void parkEndsWhenTheThreadIsInterrupted() {
    Thread.currentThread().interrupt();

    time.park(FOREVER);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void parkOfNoLengthReturns() {
    time.park(Duration.ZERO);
    time.park(Duration.ofSeconds(-1));
  }

  @Test
  void clockDoesNotGoBack() {
    long start = time.nanos();

    assertThat(time.since(start)).isGreaterThanOrEqualTo(Duration.ZERO);
    assertThat(time.now()).isAfter("2025-01-01T00:00:00Z");
  }
}
