package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.Fallback;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelInfo;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SEMANTICS 3.4: a call whose group's deployments all rest waits for the first to wake of all that
 * it may use, fallbacks included.
 */
class FirstToWakeTest {
  // Each deployment has a group of its own, by which it is sent to rest.
  private final World world =
      new World()
          .group("chat", "a", "b")
          .group("backup", "c")
          .group("last", "d")
          .group("a", "a")
          .group("b", "b")
          .fallback("chat", "backup", "last")
          .retries(RetryPolicy.of(0));

  @ParameterizedTest
  @EnumSource(Mode.class)
  void fallbackThatWakesFirstIsWaitedForAndGoneTo(Mode mode) {
    rest("a", limit(40));
    rest("b", limit(30));
    rest("backup", limit(20));
    rest("last", limit(25));

    ChatResponse response = world.call(mode);

    assertThat(response.text()).isEqualTo("c answers");
    assertThat(response.metadata().group()).isEqualTo("backup");
    assertThat(response.metadata().fallbackCount()).isEqualTo(1);
    assertThat(response.metadata().attempts()).hasSize(1);
    assertThat(response.metadata().attempts().getFirst().waitBefore()).isEqualTo(ofSeconds(20));
    Fallback fallback = response.metadata().fallbacks().getFirst();
    assertThat(List.of(fallback.from(), fallback.to())).containsExactly("chat", "backup");
    assertThat(fallback.failure()).isInstanceOf(Failure.NoDeployment.class);
    assertThat(fallback.failure().retryAfter()).hasValue(ofSeconds(20));
    assertThat(world.events.stream().skip(4 * 4).map(FirstToWakeTest::word))
        .startsWith("CallStarted", "Waiting scripted/c", "FellBack", "AttemptStarted");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void secondFallbackIsGoneToWhereItWakesBeforeTheFirst(Mode mode) {
    rest("a", limit(40));
    rest("b", limit(40));
    rest("backup", limit(30));
    rest("last", limit(20));

    ChatResponse response = world.call(mode);

    assertThat(response.text()).isEqualTo("d answers");
    assertThat(response.metadata().fallbacks().stream().map(Fallback::to)).containsExactly("last");
    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(20));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void ownDeploymentThatWakesFirstIsAsked(Mode mode) {
    rest("a", limit(40));
    rest("b", limit(15));
    rest("backup", limit(20));
    rest("last", limit(20));

    ChatResponse response = world.call(mode);

    assertThat(response.text()).isEqualTo("b answers");
    assertThat(response.metadata().fallbacks()).isEmpty();
    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(15));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void fallbackThatTheCallMayNotUseIsNotWaitedFor(Mode mode) {
    rest("a", limit(30));
    rest("b", limit(30));
    rest("backup", limit(20));
    rest("last", limit(20));

    ChatResponse response = world.call(mode, CallOptions.none().withoutFallbacks());

    assertThat(response.metadata().fallbacks()).isEmpty();
    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(30));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void fallbackThatMayNotBeVisitedAnyMoreIsNotWaitedFor(Mode mode) {
    world.fallbacks(fallbacks -> fallbacks.withMax(0));
    rest("a", limit(30));
    rest("b", limit(30));
    rest("backup", limit(20));
    rest("last", limit(20));

    world.call(mode);

    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(30));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whereAllRestTooLongTheFirstToWakeIsToldWhereverItIs(Mode mode) {
    rest("a", limit(100));
    rest("b", limit(90));
    rest("backup", limit(80));
    rest("last", Failures.unauthenticated());

    MainstayException exception = world.fail(mode);

    assertThat(exception.failure()).isInstanceOf(Failure.NoDeployment.class);
    assertThat(exception.failure().retryAfter()).hasValue(ofSeconds(80));
    assertThat(exception.failure().detail().status()).hasValue(429);
    assertThat(exception.failure().message())
        .isEqualTo(
            "no deployment of 'chat' may be tried now: each cools down, the first after RateLimited"
                + " (too many)");
    assertThat(world.time.elapsed()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whereAllOfTheGroupRestOverAKeyTheCallEndsAtOnceWhoeverElseWakesSoon(Mode mode) {
    rest("a", Failures.unauthenticated());
    rest("b", Failures.permissionDenied());
    rest("backup", limit(2));
    rest("last", limit(2));

    MainstayException exception = world.fail(mode);

    assertThat(exception.failure()).isEqualTo(Failures.unauthenticated());
    assertThat(world.time.elapsed()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void failureOfTheGroupIsToldWhereTheFallbackThatWasWaitedForFailsAsWell(Mode mode) {
    world.fallbacks(fallbacks -> fallbacks.withMax(1));
    rest("a", limit(100));
    rest("b", limit(100));
    rest("backup", limit(20));
    rest("last", limit(100));
    world.provider.next("c", breaks(Failures.serverError()));

    MainstayException exception = world.fail(mode);

    assertThat(exception.failure()).isInstanceOf(Failure.NoDeployment.class);
    assertThat(World.outcomes(exception.metadata().attempts())).containsExactly("ServerError");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void fallbackThatCannotServeTheRequestIsNotWaitedFor(Mode mode) {
    World small =
        new World()
            .group("chat", "a", "b")
            .group("backup", FirstToWakeTest::withoutRoom, "c")
            .group("a", "a")
            .group("b", "b")
            .fallback("chat", "backup")
            .retries(RetryPolicy.of(0));
    rest(small, "a", limit(30));
    rest(small, "b", limit(30));

    ChatResponse response =
        mode.make(small.engine(), ChatRequest.of("chat", "Hello ".repeat(10)), CallOptions.none());

    assertThat(response.metadata().fallbacks()).isEmpty();
    assertThat(small.time.elapsed()).isEqualTo(ofSeconds(30));
  }

  private void rest(String group, Failure failure) {
    rest(world, group, failure);
  }

  private static void rest(World world, String group, Failure failure) {
    String model = group.equals("backup") ? "c" : group.equals("last") ? "d" : group;
    world.provider.next(model, breaks(failure)).always(model, answer(model + " answers"));
    try {
      world.engine().chat(ChatRequest.of(group, "Hello"), CallOptions.none());
      throw new AssertionError("'" + group + "' was to fail");
    } catch (MainstayException expected) {
      assertThat(expected.failure()).isEqualTo(failure);
    }
  }

  private static Failure limit(int seconds) {
    return Failures.rateLimited(Duration.ofSeconds(seconds));
  }

  private static Deployment withoutRoom(Deployment deployment) {
    return deployment.withInfo(ModelInfo.unknown().withMaxInputTokens(1));
  }

  private static String word(CallEvent event) {
    String name = event.getClass().getSimpleName();
    return event instanceof CallEvent.Waiting waiting ? name + " " + waiting.deployment() : name;
  }
}
