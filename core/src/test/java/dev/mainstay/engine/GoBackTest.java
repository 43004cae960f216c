package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.routing.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS 2.1, 2.3 and 2.5: whom a call goes back to when all were tried, and when. */
@Timeout(20)
class GoBackTest {
  private final World two = new World().group("chat", "a", "b").chance(0);

  @ParameterizedTest
  @EnumSource(Mode.class)
  void hintOfTheOtherHasItsJitterToo(Mode mode) {
    two.chance(0.5)
        .provider
        .next("a", breaks(Failures.rateLimited(ofSeconds(20))))
        .next("b", breaks(Failures.rateLimited(ofSeconds(20))));
    two.provider.always("a", answer("A")).always("b", answer("B"));

    assertThat(World.waits(two.call(mode)).getLast()).isEqualTo(ofSeconds(21));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void hintOfOneIsNotWaitedForToAskAnother(Mode mode) {
    two.provider
        .next("a", breaks(Failures.serverError()))
        .next("b", breaks(Failures.rateLimited(ofSeconds(50))))
        .always("a", answer("A"));

    assertThat(World.waits(two.call(mode)).getLast()).isLessThan(ofSeconds(5));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void countOfZeroKeepsTheCallFromGoingBackThere(Mode mode) {
    two.retries(RetryPolicy.builder().retries(3).onTimeout(0).onRateLimit(0).build())
        .provider
        .next("a", breaks(Failures.providerTimeout()))
        .next("b", breaks(Failures.serverError()))
        .next("b", answer("B"))
        .next("a", breaks(Failures.rateLimited()))
        .next("b", breaks(Failures.serverError()))
        .next("b", answer("B"));

    assertThat(two.call(mode).text()).isEqualTo("B");
    two.time.advance(ofMinutes(1));
    assertThat(two.call(mode).text()).isEqualTo("B");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void oneThatIsFullIsNotWaitedForWhileAnotherIsFree(Mode mode) {
    World full = full("a", "b");
    full.provider
        .next("a", breaks(Failures.serverError()))
        .next("a", says("hold"), pauses(Duration.ofHours(1)), finishes())
        .next("b", pauses(ofSeconds(1)), breaks(Failures.serverError()))
        .always("b", answer("B"));
    List<ChatStream> held = new ArrayList<>();
    full.time.schedule(ofMillis(500), () -> takePlace(full, held));

    ChatResponse response = full.call(mode, CallOptions.none().withTimeout(ofMinutes(10)));

    assertThat(response.text()).isEqualTo("B");
    assertThat(response.metadata().duration()).isLessThan(ofSeconds(20));
    held.forEach(ChatStream::close);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void failureThatWasMetIsToldAlsoWhereItsDeploymentIsFullInTheEnd(Mode mode) {
    World full = full("a").chance(0.9);
    full.provider
        .next("a", breaks(Failures.serverError()))
        .next("a", says("hold"), pauses(Duration.ofHours(1)), finishes());
    List<ChatStream> held = new ArrayList<>();
    full.time.schedule(ofMillis(500), () -> takePlace(full, held));

    MainstayException exception = full.fail(mode);

    assertThat(exception.failure()).isEqualTo(Failures.serverError());
    assertThat(exception.metadata().duration()).isBetween(ofSeconds(290), ofSeconds(301));
    assertThat(exception.getSuppressed())
        .as("that it was full, which it was told twice")
        .hasSize(1);
    held.forEach(ChatStream::close);
  }

  private static World full(String... models) {
    return new World()
        .group("chat", d -> d.model().equals("a") ? d.withMaxParallelRequests(1) : d, models)
        .routing(routing -> routing.withStrategy(Strategy.costBased()))
        .chance(0.4);
  }

  // Another call's stream, which is read no further.
  private static void takePlace(World world, List<ChatStream> held) {
    Thread other =
        new Thread(() -> {
          ChatStream stream =
              world.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none());
          held.add(stream);
        });
    other.start();
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
