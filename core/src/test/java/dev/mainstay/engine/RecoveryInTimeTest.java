package dev.mainstay.engine;

import static dev.mainstay.engine.BrokenTale.FIRST;
import static dev.mainstay.engine.BrokenTale.REST;
import static dev.mainstay.engine.BrokenTale.continues;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallTimeoutException;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.Recovery;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.Timeouts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** SEMANTICS 6.3: a recovery waits, ends and lets go when it must, and tells its story. */
class RecoveryInTimeTest {
  private final World world = new World().group("chat", "a").chance(0.5);

  @Test
  void deadlineHoldsOverRecoveriesToo() {
    world
        .provider
        .next("a", says(FIRST), pauses(ofSeconds(8)), breaks(Failures.truncated()))
        .next("a", stalls());

    MainstayException exception =
        world.fail(Mode.STREAMED, CallOptions.none().withTimeout(ofSeconds(20)));

    assertThat(exception).isInstanceOf(CallTimeoutException.class);
    assertThat(exception.metadata().duration()).isEqualTo(ofSeconds(20));
    assertThat(exception.partial().orElseThrow().text()).isEqualTo(FIRST);
    assertThat(world.provider.open()).isZero();
  }

  @Test
  void recoveryThatTakesTooLongEndsWithTheBreak() {
    world
        .timeouts(Timeouts.defaults().withUntilRecovered(ofSeconds(30)))
        .provider
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", stalls());

    MainstayException exception = world.fail(Mode.STREAMED);

    assertThat(exception.failure()).isEqualTo(Failures.truncated());
    assertThat(exception.metadata().duration()).isEqualTo(ofSeconds(30));
  }

  @Test
  void closingDuringARecoveryEndsItAtOnce() {
    world.provider.next("a", says(FIRST), breaks(Failures.rateLimited(ofSeconds(9))));
    ChatStream stream = world.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none());
    stream.nextChunk();
    world.time.schedule(ofSeconds(3), stream::close);

    MainstayException exception = catchThrowableOfType(MainstayException.class, stream::nextChunk);

    assertThat(exception.failure()).isInstanceOf(Failure.Cancelled.class);
    assertThat(exception.metadata().duration()).isEqualTo(ofSeconds(3));
    assertThat(world.provider.asked()).hasSize(1);
    assertThat(world.events).filteredOn(CallEvent.CallFailed.class::isInstance).hasSize(1);
    assertThat(world.time.pendingTimers()).isZero();
  }

  @Test
  void storyTellsBreakAndRecovery() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.rateLimited(ofSeconds(4))))
        .next("a", pauses(ofSeconds(2)), says(FIRST + REST), finishes());

    ChatResponse response = world.call(Mode.STREAMED);

    assertThat(world.events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly(
            "CallStarted",
            "AttemptStarted",
            "FirstOutput",
            "AttemptFailed",
            "Waiting",
            "AttemptStarted",
            "Recovered",
            "CallSucceeded");
    assertThat(World.outcomes(response.metadata().attempts()))
        .containsExactly("RateLimited", "Succeeded");
    Recovery recovery = response.metadata().recoveries().getFirst();
    assertThat(recovery.failure()).isInstanceOf(Failure.RateLimited.class);
    assertThat(recovery.deployment()).isEqualTo("scripted/a");
    assertThat(recovery.gap()).isBetween(ofSeconds(6), Duration.ofMillis(6_400));
  }

  @Test
  void closingFromAnotherThreadWhileTheContinuationIsSilentLetsGoOfIt() {
    world.provider.next("a", says(FIRST), breaks(Failures.truncated())).next("a", stalls());
    ChatStream stream = world.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none());
    stream.nextChunk();
    world.time.schedule(ofSeconds(7), () -> closeElsewhere(stream));

    MainstayException exception = catchThrowableOfType(MainstayException.class, stream::nextChunk);

    assertThat(exception.failure()).isInstanceOf(Failure.Cancelled.class);
    assertThat(exception.partial().orElseThrow().text()).isEqualTo(FIRST);
    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(7));
    assertThat(world.provider.asked()).hasSize(2);
    assertThat(world.provider.open()).isZero();
    assertThat(world.time.pendingTimers()).isZero();
  }

  @Test
  void rateLimitAfterOutputIsWaitedForAsItsHintSays() {
    world
        .provider
        .next("a", says(FIRST), breaks(Failures.rateLimited(ofSeconds(7))))
        .next("a", continues());

    ChatResponse response = world.call(Mode.STREAMED);

    assertThat(World.waits(response)).hasSize(1);
    assertThat(World.waits(response).getFirst()).isBetween(ofSeconds(7), Duration.ofMillis(7_700));
  }

  @Test
  void anotherDeploymentGoesOnAtOnce() {
    World two = new World().group("chat", "a", "b").chance(0);
    two.provider.next("a", says(FIRST), breaks(Failures.truncated())).next("b", continues());

    ChatResponse response = two.call(Mode.STREAMED);

    assertThat(response.text()).isEqualTo(FIRST + REST);
    assertThat(World.waits(response)).containsExactly(Duration.ZERO);
    assertThat(response.metadata().deployment()).hasValue("scripted/b");
  }

  private static void closeElsewhere(ChatStream stream) {
    try {
      Thread.ofPlatform().start(stream::close).join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
