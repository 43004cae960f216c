package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS 2.2 to 2.5: how long is waited before which attempt; plain and streamed alike. */
class WaitTest {
  private final World world = new World().group("chat", "a").retries(RetryPolicy.of(6));

  @ParameterizedTest
  @EnumSource(Mode.class)
  void waitsAreUniformUpToTwoFourEightSixteenSeconds(Mode mode) {
    world.chance(0.5).provider.always("a", breaks(Failures.serverError()));

    MainstayException exception = world.fail(mode);

    assertThat(World.waits(exception.metadata().attempts()))
        .containsExactly(
            ofSeconds(1), ofSeconds(2), ofSeconds(4), ofSeconds(8), ofSeconds(16), ofSeconds(30));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void jitterIsFull(Mode mode) {
    world.chance(0).provider.next("a", breaks(Failures.serverError())).next("a", answer("Hi"));

    assertThat(World.waits(world.call(mode))).containsExactly(Duration.ZERO);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void overloadedProviderIsGivenTheWaitOfTheNextRetry(Mode mode) {
    world.provider.next("a", breaks(Failures.overloaded())).next("a", answer("Hi"));

    assertThat(World.waits(world.call(mode))).containsExactly(ofSeconds(2));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void hintGoesBeforeBackoffWithUpToATenthMore(Mode mode) {
    world.provider.next("a", breaks(Failures.rateLimited(ofSeconds(20)))).next("a", answer("Hi"));

    assertThat(World.waits(world.call(mode))).containsExactly(ofSeconds(21));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void retryAfterIsAFloorAlsoUnderAHint(Mode mode) {
    world.backoff(Backoff.defaults().withMinDelay(ofSeconds(3)));
    world
        .provider
        .next("a", breaks(Failures.serverError()))
        .next("a", breaks(Failures.rateLimited(ofMillis(100))))
        .next("a", answer("Hi"));

    assertThat(World.waits(world.call(mode))).containsExactly(ofSeconds(3), ofSeconds(3));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void hintBeyondPatienceIsNotWaitedForButTold(Mode mode) {
    world.provider.always("a", breaks(Failures.rateLimited(ofSeconds(61))));

    MainstayException exception = world.fail(mode);

    assertThat(exception.retryAfter()).contains(ofSeconds(61));
    assertThat(world.provider.asked()).hasSize(1);
    assertThat(world.time.elapsed()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void hintBeyondPatienceSendsTheCallToTheFallback(Mode mode) {
    world.group("backup", "b").fallback("chat", "backup");
    world.provider.next("a", breaks(Failures.rateLimited(ofSeconds(61)))).next("b", answer("Hi"));

    ChatResponse response = world.call(mode);

    assertThat(response.metadata().group()).isEqualTo("backup");
    assertThat(world.time.elapsed()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whereAFallbackIsLeftNobodyWaitsLongerThanTenSeconds(Mode mode) {
    world.group("backup", "b").fallback("chat", "backup");
    world
        .provider
        .next("a", breaks(Failures.rateLimited(ofSeconds(9))))
        .next("a", breaks(Failures.rateLimited(ofSeconds(11))))
        .next("b", answer("Hi"));

    ChatResponse response = world.call(mode);

    assertThat(World.waits(response)).containsExactly(ofMillis(9450), Duration.ZERO);
    assertThat(response.metadata().fallbackCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void waitThatWouldCrossTheDeadlineIsNotBegun(Mode mode) {
    world.provider.always("a", breaks(Failures.rateLimited(ofSeconds(5))));

    MainstayException exception = world.fail(mode, CallOptions.none().withTimeout(ofSeconds(4)));

    assertThat(exception.failure()).isEqualTo(Failures.rateLimited(ofSeconds(5)));
    assertThat(world.time.elapsed()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void untriedDeploymentIsAskedAtOnce(Mode mode) {
    World two = new World().group("chat", "a", "b").chance(0);
    two.provider.next("a", breaks(Failures.rateLimited(ofSeconds(30)))).next("b", answer("Hi"));

    ChatResponse response = two.call(mode);

    assertThat(response.metadata().deployment()).contains("scripted/b");
    assertThat(two.time.elapsed()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whenAllWereTriedTheOneFreeSoonestIsWaitedFor(Mode mode) {
    World two = new World().group("chat", "a", "b").chance(0);
    two.provider
        .next("a", breaks(Failures.rateLimited(ofSeconds(5))))
        .next("b", breaks(Failures.rateLimited(ofSeconds(30))))
        .next("a", answer("Hi"));

    ChatResponse response = two.call(mode);

    assertThat(two.provider.asked()).containsExactly("a", "b", "a");
    assertThat(World.waits(response)).containsExactly(Duration.ZERO, ofSeconds(5));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void deploymentThatCannotServeIsNotGoneBackTo(Mode mode) {
    World two = new World().group("chat", "a", "b").chance(0).retries(RetryPolicy.of(5));
    two.provider
        .next("a", breaks(Failures.unauthenticated()))
        .next("b", breaks(Failures.serverError()))
        .next("b", breaks(Failures.serverError()))
        .next("b", answer("Hi"));

    two.call(mode);

    assertThat(two.provider.asked()).containsExactly("a", "b", "b", "b");
  }
}
