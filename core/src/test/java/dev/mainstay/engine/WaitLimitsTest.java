package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.CallBudget;
import dev.mainstay.call.ChatCall;
import dev.mainstay.call.MainstayException;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.WaitLimits;
import dev.mainstay.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that hand long waits back to whoever is above them. */
class WaitLimitsTest {
  private static final WaitLimits NO_WAITS = new WaitLimits(ZERO, ofSeconds(10));

  private final World world = new World();

  @ParameterizedTest
  @EnumSource
  void callWithoutTimedWaitsAsksEachDeploymentOnceAndTellsTheWaitThatItDidNotMake(World.Mode mode) {
    world.group("chat", "a", "b").provider.always("a", breaks(Failures.serverError()));
    world.provider.always("b", breaks(Failures.serverError()));

    MainstayException failed = fail(mode, NO_WAITS);

    assertThat(failed.failure()).isEqualTo(Failures.serverError());
    assertThat(failed.notWaited()).hasValue(ofSeconds(2));
    assertThat(world.provider.asked()).containsExactlyInAnyOrder("a", "b");
    assertThat(world.time.elapsed()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void waitsUpToTheLimitAreMadeAndTheFirstBeyondIsHandedBack(World.Mode mode) {
    world.group("chat", "a").provider.always("a", breaks(Failures.serverError()));

    MainstayException failed = fail(mode, new WaitLimits(ofSeconds(1), ZERO));

    assertThat(failed.notWaited()).hasValue(ofSeconds(2));
    assertThat(world.provider.asked()).containsExactly("a", "a");
    assertThat(world.time.elapsed()).isEqualTo(ofSeconds(1));
  }

  @ParameterizedTest
  @EnumSource
  void fallbackIsAskedInPlaceOfAWaitBeyondTheLimit(World.Mode mode) {
    world.group("chat", "a").group("backup", "b").fallback("chat", "backup");
    world.provider.always("a", breaks(Failures.rateLimited(ofSeconds(3))));
    world.provider.always("b", answer("Hi"));

    String text = world.call(mode, CallOptions.none().withWaitLimits(NO_WAITS)).text();

    assertThat(text).isEqualTo("Hi");
    assertThat(world.provider.asked()).containsExactly("a", "b");
    assertThat(world.time.elapsed()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void failureThatNoWaitHelpsTellsNone(World.Mode mode) {
    world.group("chat", "a").provider.always("a", breaks(Failures.badRequest()));

    assertThat(fail(mode, NO_WAITS).notWaited()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void restOfAllDeploymentsIsHandedBackAsWell(World.Mode mode) {
    world.group("chat", "a", "b").provider.always("a", breaks(Failures.rateLimited(ofSeconds(20))));
    world.provider.always("b", breaks(Failures.rateLimited(ofSeconds(30))));
    fail(mode, NO_WAITS);
    world.provider.forget();

    MainstayException failed = fail(mode, NO_WAITS);

    assertThat(failed.notWaited()).hasValue(ofSeconds(20));
    assertThat(world.provider.asked()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void turnAtADeploymentIsWaitedForInLineThoughNoRetryIs(World.Mode mode) {
    world.pacing(PacingPolicy.defaults()).group("chat", d -> d.withRpm(60), "a");
    world.provider.always("a", answer("Hi"));
    List<Duration> handedBack = new ArrayList<>();

    for (int i = 0; i < 200; i++) {
      try {
        world.call(mode, CallOptions.none().withWaitLimits(NO_WAITS));
      } catch (MainstayException failed) {
        handedBack.add(failed.notWaited().orElseThrow());
        world.time.advance(handedBack.getLast());
      }
    }

    assertThat(handedBack).isNotEmpty().allMatch(wait -> wait.compareTo(ofSeconds(10)) > 0);
  }

  @Test
  void eachAttemptIsToldBeforeItIsSent() {
    world.group("chat", "a").provider.always("a", breaks(Failures.serverError()));
    List<String> told = new ArrayList<>();
    CallBudget budget =
        CallBudget.of(2, Deadline.never())
            .telling(n -> told.add(n + " after " + world.provider.asked().size()));
    ChatCall call = ChatCall.of(ChatRequest.of("chat", "Hello")).withBudget(budget);

    assertThatThrownBy(() -> world.engine().chat(call)).isInstanceOf(MainstayException.class);

    assertThat(told).containsExactly("1 after 0", "2 after 1");
  }

  @Test
  void whatTheTellerThrowsEndsTheCallAndNothingIsSent() {
    world.group("chat", "a");
    CallBudget budget =
        CallBudget.of(2, Deadline.never())
            .telling(n -> {
              throw new IllegalStateException("left");
            });
    ChatCall call = ChatCall.of(ChatRequest.of("chat", "Hello")).withBudget(budget);

    assertThatThrownBy(() -> world.engine().chat(call)).isInstanceOf(IllegalStateException.class);

    assertThat(world.provider.asked()).isEmpty();
    assertThat(world.engine().underWay()).isZero();
  }

  @Test
  void limitsBelowZeroAreRefused() {
    assertThatThrownBy(() -> new WaitLimits(Duration.ofMillis(-1), ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private MainstayException fail(World.Mode mode, WaitLimits limits) {
    CallOptions options = CallOptions.none().withWaitLimits(limits);
    return catchThrowableOfType(MainstayException.class, () -> world.call(mode, options));
  }
}
