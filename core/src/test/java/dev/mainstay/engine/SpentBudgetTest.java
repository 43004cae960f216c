package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.Fallback;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.routing.Strategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SEMANTICS 2.8: an attempt that is not its call's first draws on the budget of the deployment it
 * goes to; where that is spent the call goes on to the next deployment or fallback, else it ends
 * with its failure.
 */
class SpentBudgetTest {
  // No retry at a deployment that fails; each has a group of its own, by which it is made to fail.
  private final World world =
      new World()
          .group("chat", "a", "b")
          .group("backup", "c")
          .group("last", "d")
          .group("a", "a")
          .group("b", "b")
          .group("c", "c")
          .routing(routing -> routing.withStrategy(Strategy.costBased()))
          .budget(new RetryBudget(true, 0.01, 0))
          .chance(0);

  @ParameterizedTest
  @EnumSource(Mode.class)
  void retryGoesToADeploymentThatIsWell(Mode mode) {
    world.provider.next("a", breaks(Failures.serverError())).always("b", answer("B"));

    assertThat(world.call(mode).text()).isEqualTo("B");
    assertThat(world.provider.asked()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void retryGoesToNoDeploymentThatFailsAlready(Mode mode) {
    spend("b");
    world.provider.next("a", breaks(Failures.notFound())).always("b", answer("B"));

    MainstayException exception = world.fail(mode);

    assertThat(exception.failure()).isEqualTo(Failures.notFound());
    assertThat(world.provider.asked()).containsExactly("a");
    assertThat(world.time.elapsed()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void firstAttemptGoesThereAllTheSame(Mode mode) {
    spend("a");
    world.provider.next("a", answer("A"));

    assertThat(world.call(mode).text()).isEqualTo("A");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void fallbackWhoseBudgetIsSpentIsPassedOver(Mode mode) {
    world.fallback("chat", "backup", "last");
    spend("b");
    spend("c");
    world.provider.next("a", breaks(Failures.serverError())).always("d", answer("D"));

    ChatResponse response = world.call(mode);

    assertThat(response.text()).isEqualTo("D");
    assertThat(response.metadata().fallbacks().stream().map(Fallback::to)).containsExactly("last");
    assertThat(world.provider.asked()).containsExactly("a", "d");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whoWasRateLimitedGoesAnywhereSinceItWaitsItsTurn(Mode mode) {
    spend("b");
    world.provider.next("a", breaks(Failures.rateLimited(ofSeconds(1)))).always("b", answer("B"));

    assertThat(world.call(mode).text()).isEqualTo("B");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void failureAfterALimitDrawsAgain(Mode mode) {
    spend("a");
    spend("b");
    world
        .provider
        .next("a", breaks(Failures.rateLimited(ofSeconds(1))))
        .next("b", breaks(Failures.serverError()))
        .always("b", answer("B"));

    MainstayException exception = world.fail(mode);

    assertThat(exception.failure()).isEqualTo(Failures.serverError());
    assertThat(world.provider.asked()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void oneWhoseBudgetIsSpentIsNotGoneBackTo(Mode mode) {
    world
        .provider
        .next("a", breaks(Failures.serverError()))
        .next("b", breaks(Failures.notFound()))
        .always("a", answer("A"));

    MainstayException exception = world.fail(mode);

    assertThat(exception.failure()).isEqualTo(Failures.notFound());
    assertThat(world.provider.asked()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void oneThatDoesNotFailIsGoneBackTo(Mode mode) {
    world
        .provider
        .next("a", breaks(Failures.rateLimited(ofSeconds(1))))
        .next("b", breaks(Failures.notFound()))
        .always("a", answer("A"));

    assertThat(world.call(mode).text()).isEqualTo("A");
    assertThat(world.provider.asked()).containsExactly("a", "b", "a");
  }

  private void spend(String model) {
    world.provider.next(model, breaks(Failures.serverError()));
    try {
      world.engine().chat(ChatRequest.of(model, "Hello"), CallOptions.none().withRetries(0));
      throw new AssertionError(model + " was to fail");
    } catch (MainstayException expected) {
      assertThat(expected.failure()).isInstanceOf(Failure.ServerError.class);
    }
    world.provider.forget();
  }
}
