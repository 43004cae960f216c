package dev.mainstay.engine;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.time.CrowdTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SEMANTICS 2.3 and 5.1: a deployment that asks for a wait is given it by every call. */
@Timeout(30)
class AskedPauseTest {
  private final CrowdTime time = new CrowdTime();
  private final BusyProvider provider = new BusyProvider(time, ofMillis(10));
  private final World world =
      new World().clock(time).providers(deployment -> provider).chance(0.5).group("chat", "a");
  private final List<Duration> waits = new ArrayList<>();

  @Test
  void retryOfACallThatWasAskedForNoWaitDoesNotCutShortTheWaitThatAnotherWasAskedFor() {
    provider.fails("a", Failures.rateLimited(), Failures.rateLimited(ofSeconds(20)));

    time.run(callers(2));

    assertThat(waits).hasSize(2).allMatch(wait -> wait.compareTo(ofSeconds(20)) >= 0);
  }

  @Test
  void soItIsWhereItsOwnWaitWasShorter() {
    provider.fails("a", Failures.rateLimited(ofSeconds(20)), Failures.rateLimited(ofSeconds(5)));

    time.run(callers(2));

    assertThat(waits).hasSize(2).allMatch(wait -> wait.compareTo(ofSeconds(20)) >= 0);
  }

  @Test
  void callThatWaitsByItselfAsksAfterItsOwnWaitWhereNobodyIsAskedForOne() {
    provider.fails("a", Failures.rateLimited());

    time.run(callers(1));

    assertThat(waits).containsExactly(ofSeconds(1));
  }

  private List<Runnable> callers(int count) {
    return IntStream.range(0, count).<Runnable>mapToObj(i -> this::ask).toList();
  }

  private void ask() {
    waits.add(
        World.waits(world.engine().chat(ChatRequest.of("chat", "Hi"), CallOptions.none()))
            .getFirst());
  }
}
