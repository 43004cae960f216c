package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.policy.RetryBudget;
import java.time.Duration;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS 2.8, for many calls through the loop; plain and streamed alike. */
@Execution(ExecutionMode.CONCURRENT)
class RetryBudgetTest {
  private static final int SECONDS = 15;
  private static final int CALLS = SECONDS * 1_000;

  // Without waits, so that calls one after the other are as many at once.
  private final World lone = new World().group("chat", "a").chance(0);

  @ParameterizedTest
  @EnumSource(Mode.class)
  void providerThatIsDownSeesAFifthMoreThanItsTraffic(Mode mode) {
    lone.provider.always("a", breaks(Failures.serverError()));

    storm(mode, CALLS);

    assertThat(lone.provider.asked()).hasSizeBetween(CALLS * 11 / 10, CALLS * 12 / 10);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void withoutABudgetItSeesEveryConfiguredAttempt(Mode mode) {
    lone.budget(RetryBudget.unlimited()).provider.always("a", breaks(Failures.serverError()));

    storm(mode, 1_000);

    assertThat(lone.provider.asked()).hasSize(3_000);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void twentyCallersWhoMeetASecondOfFailuresAllGetTheirRetries(Mode mode) {
    for (int i = 0; i < 20; i++) {
      lone.provider
          .next("a", breaks(Failures.serverError()))
          .next("a", breaks(Failures.serverError()))
          .next("a", answer("A"));
    }

    for (int i = 0; i < 20; i++) {
      assertThat(lone.call(mode).text()).isEqualTo("A");
    }
  }

  private void storm(Mode mode, int calls) {
    for (int i = 0; i < calls; i++) {
      assertThatThrownBy(() -> lone.call(mode)).isInstanceOf(MainstayException.class);
      lone.time.advance(Duration.ofMillis(1));
    }
  }
}
