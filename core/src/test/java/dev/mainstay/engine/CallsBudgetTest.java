package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallEvent;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.policy.RetryPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS 2.8 and 3.3: the retry budget, and what counts once, as calls meet it. */
class CallsBudgetTest {
  private final World world =
      new World()
          .group("chat", "a")
          .group("backup", "b")
          .fallback("chat", "backup")
          .retries(RetryPolicy.of(0));

  @ParameterizedTest
  @EnumSource(Mode.class)
  void spentRetryBudgetEndsRetriesButNoFirstAttempt(Mode mode) {
    World lone = new World().group("chat", "a").budget(new RetryBudget(true, 0.2, 3));
    lone.provider.always("a", breaks(Failures.serverError()));

    for (int i = 0; i < 4; i++) {
      assertThat(lone.fail(mode).failure()).isEqualTo(Failures.serverError());
    }

    // Two retries of the first call and one of the second.
    assertThat(lone.provider.asked()).hasSize(4 + 3);
    assertThat(lone.events).filteredOn(CallEvent.CallFailed.class::isInstance).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void nobodyWaitsForARetryThatTheBudgetDoesNotAllow(Mode mode) {
    World lone = new World().group("chat", "a").budget(new RetryBudget(true, 0.01, 0)).chance(0.5);
    lone.provider.always("a", breaks(Failures.serverError()));

    MainstayException exception = lone.fail(mode);

    assertThat(exception.failure()).isEqualTo(Failures.serverError());
    assertThat(lone.provider.asked()).hasSize(1);
    assertThat(lone.time.elapsed()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void whoWaitsForARateLimitDrawsOnNoBudget(Mode mode) {
    World lone = new World().group("chat", "a").budget(new RetryBudget(true, 0.01, 0));
    lone.provider.next("a", breaks(Failures.serverError()));
    lone.fail(mode);
    assertThat(lone.provider.asked()).hasSize(1);
    lone.provider
        .next("a", breaks(Failures.rateLimited(ofSeconds(1))))
        .next("a", breaks(Failures.rateLimited(ofSeconds(1))))
        .next("a", answer("A"));

    assertThat(lone.call(mode).text()).isEqualTo("A");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void deploymentOfTwoGroupsCountsOnceInOneCall(Mode mode) {
    World shared =
        new World()
            .group("chat", "a")
            .group("backup", "a", "b")
            .fallback("chat", "backup")
            .retries(RetryPolicy.of(0))
            .chance(0);
    shared.provider.always("a", breaks(Failures.serverError())).always("b", answer("B"));
    shared.fail(mode);
    shared.fail(mode);
    shared.provider.forget();

    shared.fail(mode);

    assertThat(shared.provider.asked()).startsWith("a");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void withoutABudgetEveryConfiguredAttemptIsMade(Mode mode) {
    World lone = new World().group("chat", "a").budget(RetryBudget.unlimited());
    lone.provider.always("a", breaks(Failures.serverError()));

    for (int i = 0; i < 20; i++) {
      lone.fail(mode);
    }

    assertThat(lone.provider.asked()).hasSize(60);
  }
}
