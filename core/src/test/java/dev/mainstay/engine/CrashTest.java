package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.crashes;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.CallTimeoutException;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.provider.Provider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A provider's code that throws, or takes its time before it does anything. */
class CrashTest {
  private final World world = new World().group("chat", d -> d.withMaxParallelRequests(1), "a");

  @ParameterizedTest
  @EnumSource(Mode.class)
  void readThatThrowsEndsTheCallAndItsStory(Mode mode) {
    world.provider.next("a", crashes(new IllegalStateException("bug")));

    assertThatThrownBy(() -> world.call(mode, CallOptions.none().withTimeout(ofSeconds(30))))
        .hasMessage("bug");

    assertThat(world.events).filteredOn(CallEvent.CallFailed.class::isInstance).hasSize(1);
    assertThat(world.time.pendingTimers()).isZero();
    assertThat(world.provider.open()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void openThatThrowsGivesItsPlaceBack(Mode mode) {
    assertThatThrownBy(() -> world.call(mode)).isInstanceOf(AssertionError.class);
    world.provider.always("a", answer("A"));

    assertThat(world.call(mode).text()).isEqualTo("A");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void callThatIsEndedWhileItsAttemptIsOpenedEndsAtOnce(Mode mode) {
    world.provider.next("a", stalls());
    Provider slow =
        (deployment, request, timeout) -> {
          world.time.advance(ofSeconds(9));
          return world.provider.open(deployment, request, timeout);
        };
    world.providers(deployment -> slow);

    MainstayException exception = world.fail(mode, CallOptions.none().withTimeout(ofSeconds(5)));

    assertThat(exception).isInstanceOf(CallTimeoutException.class);
    assertThat(exception.metadata().duration()).isEqualTo(ofSeconds(9));
    assertThat(world.provider.open()).isZero();
  }
}
