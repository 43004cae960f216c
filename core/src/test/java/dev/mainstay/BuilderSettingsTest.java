package dev.mainstay;

import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.MidStreamException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import org.junit.jupiter.api.Test;

/** What is set by a builder's own method is in force, as what its policies say. */
class BuilderSettingsTest {
  private static final Failure BROKEN = new Failure.ServerError(FailureDetail.of("down"));

  private final ManualTime time = new ManualTime();
  private final ScriptedProvider provider = new ScriptedProvider(time);
  private final MainstayBuilder builder =
      Mainstay.builder()
          .time(time)
          .provider("scripted", provider)
          .group("chat", Deployment.of("scripted/m"));

  @Test
  void loopGuardEndsAnAnswerThatRepeatsItself() {
    provider.always("m", says("again "), says("again "), says("again "), says("again "));

    try (Mainstay mainstay = builder.loopGuard(3).build()) {
      MainstayException failed =
          catchThrowableOfType(MainstayException.class, () -> mainstay.chat("chat", "Hello"));

      assertThat(failed.failure()).isInstanceOf(Failure.MalformedAnswer.class);
      assertThat(failed.failure().message()).contains("came 3 times running");
    }
  }

  @Test
  void toolCallsThatAreNotHeldGoOutBeforeABreak() {
    provider.always("m", calls(0, "call_1", "weather", "{"), breaks(BROKEN));

    try (Mainstay mainstay = builder.holdToolCalls(false).build();
        ChatStream stream = mainstay.stream("chat", "Hello")) {
      assertThat(stream.iterator().next())
          .isEqualTo(new ToolCallDelta(0, "call_1", "weather", "{"));
      assertThatThrownBy(() -> stream.forEach(event -> {})).isInstanceOf(MidStreamException.class);
    }
  }

  @Test
  void retryBudgetBoundsWhatAFailingDeploymentSees() {
    provider.always("m", breaks(BROKEN));

    try (Mainstay mainstay = builder.retryBudget(new RetryBudget(true, 0.2, 3)).build()) {
      for (int i = 0; i < 4; i++) {
        assertThatThrownBy(() -> mainstay.chat("chat", "Hello"))
            .isInstanceOf(MainstayException.class);
      }
    }

    assertThat(provider.asked()).hasSize(4 + 3);
  }
}
