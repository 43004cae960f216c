package dev.mainstay;

import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.MidStreamException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  void usageTellsWhatAnAnswerCostsWhereThatIsWanted() {
    ModelInfo priced = ModelInfo.unknown().withPrices(TokenPrices.of(2, 3));
    JsonObject usage = JsonObject.of("usage", Json.parse("{\"total_tokens\":15}"));
    ChatChunk used = new ChatChunk(List.of(new UsageReported(Usage.of(10, 5))), Optional.of(usage));
    provider.always("m", says("Hello"), finishes(), says(used));

    List<String> told = new ArrayList<>();
    try (Mainstay mainstay =
            builder
                .group("priced", Deployment.of("scripted/m").withInfo(priced))
                .tellCost(true)
                .build();
        ChatStream stream = mainstay.stream("priced", "Hello")) {
      for (var chunk = stream.nextChunk(); chunk.isPresent(); chunk = stream.nextChunk()) {
        chunk
            .get()
            .json()
            .flatMap(json -> json.object("usage"))
            .map(JsonObject::toJson)
            .ifPresent(told::add);
      }
    }

    assertThat(told).containsExactly("{\"total_tokens\":15,\"cost\":35.0}");
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
