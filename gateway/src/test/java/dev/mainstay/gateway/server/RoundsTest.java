package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RoundsTest {
  @Test
  void workThatThrowsComesRoundAgain() throws Exception {
    List<Throwable> bugs = List.of(new IllegalStateException("bug"), new AssertionError("bug"));
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch third = new CountDownLatch(1);
    try (EventLoops loops = EventLoops.start(1)) {
      var unused =
          RepeatedWork.every(
              1,
              loops.next(),
              () -> {
                int run = runs.getAndIncrement();
                if (run < bugs.size()) {
                  throwUnchecked(bugs.get(run));
                }
                third.countDown();
              });

      assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void throwUnchecked(Throwable bug) {
    if (bug instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) bug;
  }
}
