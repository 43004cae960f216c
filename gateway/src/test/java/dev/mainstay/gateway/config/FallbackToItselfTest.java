package dev.mainstay.gateway.config;

import static dev.mainstay.testing.ScriptedProvider.breaks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.Mainstay;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SEMANTICS 3.1 and 3.3, from LiteLLM's YAML on: a fallback to the very same deployment. */
class FallbackToItselfTest {
  private static final String CONFIG =
      """
      model_list:
        - model_name: same1
          litellm_params: {model: openai/gpt-4o, api_base: "http://localhost:1/v1", api_key: sk-1}
        - model_name: same2
          litellm_params: {model: openai/gpt-4o, api_base: "http://localhost:1/v1", api_key: sk-1}
      litellm_settings:
        fallbacks: [{same1: [same2]}]
        num_retries: 0
      """;
  private static final Failure ERROR =
      new Failure.ServerError(FailureDetail.of("it went wrong").withStatus(500));

  private final ManualTime time = new ManualTime();

  @Test
  void isNoneSoThatCallersGetTheProvidersAnswerEachTime() {
    assertThat(failuresOfTenCalls(CONFIG)).containsOnly(ERROR);
    assertThat(time.elapsed()).isZero();
  }

  @Test
  void anotherKeyMakesItSomebodyElse() {
    assertThat(failuresOfTenCalls(CONFIG.replaceFirst("sk-1", "sk-2"))).containsOnly(ERROR);
    // Both cool down, so calls have to wait until one of them is probed.
    assertThat(time.elapsed()).isGreaterThan(Duration.ZERO);
  }

  private List<Failure> failuresOfTenCalls(String config) {
    ScriptedProvider provider = new ScriptedProvider(time).always("gpt-4o", breaks(ERROR));
    try (Mainstay mainstay =
        Reading.config(config)
            .apply(Mainstay.builder())
            .environment(Map.of())
            .transport(new RefusingTransport(List.of()))
            .provider("openai", provider)
            .time(time)
            .build()) {
      return Stream.generate(() ->
              catchThrowableOfType(MainstayException.class, () -> mainstay.chat("same1", "Hello")))
          .limit(10)
          .map(MainstayException::failure)
          .toList();
    }
  }
}
