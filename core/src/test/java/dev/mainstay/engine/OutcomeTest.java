package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.keepsAlive;
import static dev.mainstay.testing.ScriptedProvider.says;
import static dev.mainstay.testing.ScriptedProvider.stalls;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.ChatStream;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.pace.ProviderLimit;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Quantity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS 3.3: what a call teaches of its deployment, and when. */
class OutcomeTest {
  private final World world =
      new World()
          .group("chat", "a")
          .group("backup", "b")
          .fallback("chat", "backup")
          .retries(RetryPolicy.of(0));

  @ParameterizedTest
  @EnumSource(Mode.class)
  void successBetweenFailuresKeepsTheDeploymentInUse(Mode mode) {
    world.provider.always("b", answer("B"));
    for (int i = 0; i < 3; i++) {
      world
          .provider
          .next("a", breaks(Failures.serverError()))
          .next("a", breaks(Failures.serverError()))
          .next("a", answer("A"));
    }

    for (int i = 0; i < 9; i++) {
      world.call(mode);
    }

    assertThat(timesAsked("a")).isEqualTo(9);
  }

  @Test
  void streamsThatBreakBehindTheirOutputCountAsFailures() {
    world.recovery(RecoveryPolicy.FAIL).provider.always("b", answer("B"));
    world.provider.always("a", says("Hel"), breaks(Failures.truncated()));
    for (int i = 0; i < 3; i++) {
      assertThat(world.fail(Mode.STREAMED).failure()).isEqualTo(Failures.truncated());
    }

    assertThat(world.call(Mode.STREAMED).text()).isEqualTo("B");
    assertThat(timesAsked("a")).isEqualTo(3);
  }

  @Test
  void probeHasSucceededAtItsFirstOutput() {
    restA();
    world.provider.next("a", says("Hel"), stalls());
    ChatStream probe = open();

    world.provider.next("a", answer("A"));
    assertThat(world.call(Mode.STREAMED).text()).isEqualTo("A");

    probe.close();
  }

  @Test
  void probeThatHasNoOutputYetLetsNobodyElseIn() {
    restA();
    world.provider.next("a", keepsAlive(), stalls());
    world.time.schedule(
        ofSeconds(1), () -> assertThat(world.call(Mode.STREAMED).text()).isEqualTo("B"));

    world.call(Mode.STREAMED);

    assertThat(world.provider.asked().subList(6, 9)).isEqualTo(List.of("a", "b", "b"));
  }

  @Test
  void plainProbeHasSucceededWithItsWholeAnswer() {
    restA();
    world.provider.next("a", answer("A")).next("a", answer("A"));

    assertThat(world.call(Mode.PLAIN).text()).isEqualTo("A");
    assertThat(world.call(Mode.PLAIN).text()).isEqualTo("A");
  }

  @Test
  void limitsThatAnAnswerTellsHoldForTheNext() {
    World limited = new World().group("chat", "a");
    LimitedProvider provider = new LimitedProvider(limited.time, Duration.ZERO);
    provider.limits(
        "a", ProviderLimit.fixed(Quantity.REQUESTS, 1, ofSeconds(30).toNanos(), 0).withHeaders());
    limited.providers(deployment -> provider);

    limited.call(Mode.STREAMED);
    limited.call(Mode.STREAMED);

    assertThat(provider.refusedShare()).isZero();
    assertThat(limited.time.elapsed()).isBetween(ofSeconds(30), ofSeconds(40));
  }

  /** It was sent, and the provider counts it, whatever became of its answer. */
  @Test
  void streamThatItsCallerLeavesHasUsedUpItsRequest() {
    World limited = new World().group("chat", deployment -> deployment.withRpm(1), "a");
    limited.provider.next("a", says("Hel"), stalls()).next("a", answer("Hi"));
    ChatStream stream =
        limited.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none());
    stream.close();

    limited.call(Mode.STREAMED);

    assertThat(limited.time.elapsed()).isGreaterThan(ofSeconds(59));
  }

  private void restA() {
    world.provider.always("b", answer("B"));
    for (int i = 0; i < 3; i++) {
      world.provider.next("a", breaks(Failures.serverError()));
      world.call(Mode.PLAIN);
    }
    world.time.advance(ofSeconds(6));
  }

  private ChatStream open() {
    return world.engine().stream(ChatRequest.of("chat", "Hello"), CallOptions.none());
  }

  private long timesAsked(String deployment) {
    return world.provider.asked().stream().filter(deployment::equals).count();
  }
}
