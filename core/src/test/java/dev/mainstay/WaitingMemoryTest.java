package dev.mainstay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.provider.Deployment;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.UsedHeap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
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

  private final Semaphore waits = new Semaphore(0);

  @Test
  void callerThatWaitsForADeploymentCostsUnderTenKilobytes() throws InterruptedException {
    ScriptedProvider provider = new ScriptedProvider(TimeSource.system());
    provider.always("quick", ScriptedProvider.answer("Hi"));
    provider.always("m", ScriptedProvider.says("Hi"), ScriptedProvider.stalls());
    List<Thread> callers = new ArrayList<>();
    try (Mainstay mainstay =
        Mainstay.builder()
            .provider("scripted", provider)
            .group("chat", Deployment.of("scripted/m").withMaxParallelRequests(1))
            .group("quick", Deployment.of("scripted/quick").withMaxParallelRequests(1))
            .listener(this::heard)
            .build()) {
      for (int i = 0; i < CALLS_BEFORE; i++) {
        callers.add(caller(mainstay, "quick", i));
      }
      joinAll(callers);
      callers.clear();
      waits.drainPermits();
      try (ChatStream inPlace = mainstay.stream("chat", "Stay")) {
        addWaiting(100, mainstay, callers);
        long before = UsedHeap.bytes();

        addWaiting(CALLERS, mainstay, callers);

        assertThat((UsedHeap.bytes() - before) / CALLERS).isLessThan(MOST_BYTES);
        assertThat(mainstay.deployments().getFirst().waiting()).isEqualTo(callers.size());
        assertThat(inPlace.metadata().attempts()).hasSize(1);
      }
    }
    joinAll(callers);
  }

  private void heard(CallEvent event) {
    if (event instanceof CallEvent.Waiting) {
      waits.release();
    }
  }

  private static void joinAll(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  // One after the other: a thread that meets others at a lock keeps the room for that stack, and
  // so what is measured would depend on how many did.
  private void addWaiting(int count, Mainstay mainstay, List<Thread> callers)
      throws InterruptedException {
    for (int i = 0; i < count; i++) {
      callers.add(caller(mainstay, "chat", i));
      waits.acquire();
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
}
