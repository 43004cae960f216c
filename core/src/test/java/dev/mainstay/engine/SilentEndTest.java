package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static dev.mainstay.testing.ScriptedProvider.thinks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MidStreamException;
import dev.mainstay.failure.Failure.TimedOut;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.FinishReason;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.testing.ScriptedProvider.Action;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 6.1: a connection that stays open, with nothing in it, behind an end beside output. */
class SilentEndTest {
  private static final Finished STOP = new Finished(FinishReason.STOP, "stop");

  private final World world = new World().group("chat", "a").retries(RetryPolicy.of(0));

  @Test
  void endBesideOneOfSeveralPiecesIsOneAfterIdle() {
    world.provider.next("a", says("Once "), says("upon "), saysWithStop("a time."), stalls());

    ChatResponse response = world.call(World.Mode.STREAMED);

    assertThat(response.text()).isEqualTo("Once upon a time.");
    assertThat(response.finishReason()).contains(FinishReason.STOP);
    assertThat(world.provider.asked()).containsExactly("a");
    assertThat(world.time.elapsed()).isEqualTo(Timeouts.defaults().idle());
  }

  /** Who calls tools of its own between two pieces is silent for seconds, not for long. */
  @ParameterizedTest
  @ValueSource(ints = {1, 9})
  void silenceThatAnImpatientCallerCutsShortProvesNoEnd(int seconds) {
    world.timeouts(Timeouts.defaults().withStream(Duration.ofSeconds(seconds)));
    world.provider.next("a", says("Once "), says("upon "), saysWithStop("a "), stalls());

    assertThatThrownBy(() -> world.call(World.Mode.STREAMED))
        .isInstanceOfSatisfying(
            MidStreamException.class,
            broken -> assertThat(broken.failure()).isInstanceOf(TimedOut.class));
    assertThat(world.time.elapsed()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void tenSecondsOfSilenceAreLong() {
    world.timeouts(Timeouts.defaults().withStream(Duration.ofSeconds(10)));
    world.provider.next("a", says("Once "), says("upon "), saysWithStop("a time."), stalls());

    assertThat(world.call(World.Mode.STREAMED).text()).isEqualTo("Once upon a time.");
  }

  @ParameterizedTest
  @FieldSource("UNPROVEN")
  void endThatCameEarlyOrWasRevokedIsNoneHoweverLongItIsSilent(List<Action> said) {
    world.provider.next("a", said.toArray(Action[]::new));

    assertThatThrownBy(() -> world.call(World.Mode.STREAMED))
        .isInstanceOfSatisfying(
            MidStreamException.class,
            broken -> assertThat(broken.failure()).isInstanceOf(TimedOut.class));
  }

  private static final List<List<Action>> UNPROVEN =
      List.of(
          List.of(saysWithStop("Once "), stalls()),
          List.of(says("Once "), saysWithStop("upon "), stalls()),
          List.of(says("Once "), finishes(), stalls()),
          List.of(thinks("Hm"), thinks("so"), saysWithStop("Once "), stalls()),
          List.of(
              says("Once "), says("upon "), saysWithStop("a "), saysWithStop("time "), stalls()));

  private static Action saysWithStop(String text) {
    return says(new TextDelta(text), STOP);
  }
}
