package dev.mainstay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.MainstayException;
import dev.mainstay.provider.Deployment;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.RealTime;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** What callers cost who wait for their turn: their threads' stacks, and what is known of them. */
@Isolated("It measures memory.")
@Timeout(60)
class WaitingMemoryTest {
  private static final int CALLERS = 4_000;
  // What is compiled needs less of a stack.
  private static final int CALLS_BEFORE = 5_000;
  private static final int MOST_BYTES = 10_000;

  @Test
  void callerThatWaitsForADeploymentCostsUnderTenKilobytes() throws InterruptedException {
    ScriptedProvider provider = new ScriptedProvider(TimeSource.system());
    provider.always("quick", ScriptedProvider.answer("Hi"));
    provider.always("m", ScriptedProvider.stalls());
    List<Thread> callers = new ArrayList<>();
    try (Mainstay mainstay =
        Mainstay.builder()
            .provider("scripted", provider)
            .group("chat", Deployment.of("scripted/m").withMaxParallelRequests(1))
            .group("quick", Deployment.of("scripted/quick").withMaxParallelRequests(1))
            .build()) {
      for (int i = 0; i < CALLS_BEFORE; i++) {
        callers.add(caller(mainstay, "quick", i));
      }
      joinAll(callers);
      callers.clear();
      callers.add(caller(mainstay, "chat", 0));
      awaitWaiting(mainstay, 100, callers);
      long before = usedBytes();

      awaitWaiting(mainstay, 100 + CALLERS, callers);

      assertThat((usedBytes() - before) / CALLERS).isLessThan(MOST_BYTES);
    }
    joinAll(callers);
  }

  private static void joinAll(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  // One after the other: a thread that meets others at a lock keeps the room for that stack, and
  // so what is measured would depend on how many did.
  private static void awaitWaiting(Mainstay mainstay, int count, List<Thread> callers) {
    while (callers.size() <= count) {
      callers.add(caller(mainstay, "chat", callers.size()));
      while (mainstay.deployments().getFirst().waiting() < callers.size() - 1) {
        Thread.onSpinWait();
      }
    }
  }

  private static Thread caller(Mainstay mainstay, String group, int number) {
    return Thread.startVirtualThread(() -> {
      try {
        mainstay.chat(group, "Message " + number);
      } catch (MainstayException e) {
        // The library is closed.
      }
    });
  }

  private static long usedBytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      RealTime.pass(Duration.ofMillis(20));
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
