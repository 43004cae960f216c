package dev.mainstay.gateway.config;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.pauses;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SEMANTICS 2.6 and 2.7, from LiteLLM's YAML to the answer: a primary that says nothing. */
class SilentPrimaryTest {
  private static final String CONFIG =
      """
      model_list:
        - model_name: chat
          litellm_params: {model: openai/silent, api_key: sk-1, stream_timeout: 10}
        - model_name: backup
          litellm_params: {model: openai/quick, api_key: sk-1}
      litellm_settings:
        fallbacks: [{chat: [backup]}]
      """;

  private final ManualTime time = new ManualTime();
  private final ScriptedProvider provider =
      new ScriptedProvider(time)
          .next("silent", pauses(Duration.ofSeconds(20)), says("late"), finishes())
          .next("quick", answer("quick"));

  @Test
  void fallbackAnswersWithinFifteenSecondsWhereStreamTimeoutIsTen() {
    try (Mainstay mainstay = mainstay();
        ChatStream stream = mainstay.stream("chat", "Hello")) {
      stream.forEach(event -> {});
      ChatResponse answer = stream.response();

      assertThat(answer.text()).isEqualTo("quick");
      assertThat(answer.metadata().retryCount()).isEqualTo(1);
      assertThat(time.elapsed()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(15));
    }
  }

  @Test
  void withoutItTheFirstTokenIsWaitedFor() {
    GatewayConfig patient = Reading.config(CONFIG.replace(", stream_timeout: 10", ""));
    try (Mainstay mainstay = mainstay(patient);
        ChatStream stream = mainstay.stream("chat", "Hello")) {
      stream.forEach(event -> {});

      assertThat(stream.response().text()).isEqualTo("late");
      assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(20));
    }
  }

  private Mainstay mainstay() {
    return mainstay(Reading.config(CONFIG));
  }

  private Mainstay mainstay(GatewayConfig config) {
    return config
        .apply(Mainstay.builder())
        .environment(Map.of())
        .transport(new RefusingTransport(List.of()))
        .provider("openai", provider)
        .time(time)
        .build();
  }
}
