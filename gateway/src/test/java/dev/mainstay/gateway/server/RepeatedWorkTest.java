package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is swept goes on being swept, on a loop whose clock the test has in hand. */
class RepeatedWorkTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<Integer> rounds = new ArrayList<>();

  @BeforeEach
  void freeze() {
    channel.freezeTime();
  }

  @AfterEach
  void close() {
    channel.close();
  }

  @Test
  void exceptionInOneRoundDoesNotEndTheRounds() {
    RepeatedWork.every(
        10,
        channel.eventLoop(),
        () -> {
          rounds.add(rounds.size());
          fail(rounds.size());
        });

    pass(4);

    assertThat(rounds).hasSize(4);
  }

  @Test
  void roundsEndWhereTheyAreCancelled() {
    Future<?> work = RepeatedWork.every(10, channel.eventLoop(), () -> rounds.add(rounds.size()));
    pass(1);

    work.cancel(false);
    pass(3);

    assertThat(rounds).hasSize(1);
  }

  @Test
  void whatFailsInARoundLeavesTheOthersTheirTurn() {
    List.of(1, 2, 3, 4)
        .forEach(number ->
            RepeatedWork.guarded(() -> {
              rounds.add(number);
              fail(number);
            }));

    assertThat(rounds).containsExactly(1, 2, 3, 4);
  }

  private static void fail(int round) {
    switch (round) {
      case 1 -> throw new IllegalStateException("a mistake");
      case 2 -> throw new AssertionError("a worse one");
      case 3 -> throw RepeatedWorkTest.<RuntimeException>sneaky(new Exception("a checked one"));
      default -> {}
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private void pass(int rounds) {
    for (int i = 0; i < rounds; i++) {
      channel.advanceTimeBy(10, TimeUnit.MILLISECONDS);
      channel.runScheduledPendingTasks();
    }
  }
}
