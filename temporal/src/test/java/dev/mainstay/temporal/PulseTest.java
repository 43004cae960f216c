package dev.mainstay.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.time.TimeSource;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** DURABLE 3: what becomes of a beat that is told to end its call. */
class PulseTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  // Whoever waits before it interrupts is counted as one who waits, for however long.
  @Test
  void beatThatIsToldOfACancellationInterruptsTheCallBeforeItReturnsAndWaitsForNothing() {
    interruptedByOneBeat();
    long before = waits();

    boolean interrupted = interruptedByOneBeat();

    assertThat(interrupted).isTrue();
    assertThat(waits() - before).isZero();
  }

  private static boolean interruptedByOneBeat() {
    try (Interruption call = new Interruption();
        Pulse pulse =
            new Pulse(cancelled(), CallProgress::none, TimeSource.system(), call::interrupt)) {
      pulse.tick();
      return Thread.interrupted();
    }
  }

  private static long waits() {
    return THREADS.getThreadInfo(Thread.currentThread().threadId()).getWaitedCount();
  }

  private static ActivityExecutionContext cancelled() {
    return (ActivityExecutionContext)
        Proxy.newProxyInstance(
            PulseTest.class.getClassLoader(),
            new Class<?>[] {ActivityExecutionContext.class},
            (proxy, method, arguments) -> {
              throw new ActivityCanceledException();
            });
  }
}
