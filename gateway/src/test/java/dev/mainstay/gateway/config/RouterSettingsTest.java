package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.HedgePolicy;
import dev.mainstay.policy.RetryKind;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.Timeouts;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Retries, timeouts and fallbacks. */
class RouterSettingsTest {
  private static final String MINIMAL =
      """
      model_list:
        - model_name: chat
          litellm_params: {model: openai/gpt-4o}
        - model_name: backup
          litellm_params: {model: groq/llama-3.3-70b-versatile}
        - model_name: last
          litellm_params: {model: ollama/llama3}
      """;

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void retriesAreCountedAsWritten(String settings, RetryPolicy expected) {
    GatewayConfig config = Reading.config(MINIMAL + settings);

    assertThat(config.policies().retries()).isEqualTo(expected);
  }

  static Stream<Arguments> retriesAreCountedAsWritten() {
    return Stream.of(
        Arguments.of("router_settings: {num_retries: 5}", RetryPolicy.of(5)),
        Arguments.of("router_settings: {num_retries: 0}", RetryPolicy.of(0)),
        Arguments.of("router_settings: {num_retries: '100'}", RetryPolicy.of(100)),
        Arguments.of("router_settings: {num_retries: 3.0}", RetryPolicy.of(3)),
        Arguments.of("router_settings: {num_retries: null}", RetryPolicy.defaults()),
        Arguments.of("router_settings:", RetryPolicy.defaults()),
        Arguments.of("litellm_settings: {num_retries: 1}", RetryPolicy.of(1)),
        Arguments.of(
            "litellm_settings: {num_retries: 1}\nrouter_settings: {num_retries: 4}",
            RetryPolicy.of(4)),
        Arguments.of(
            "router_settings: {retry_policy: {RateLimitErrorRetries: 7, TimeoutErrorRetries: 0}}",
            RetryPolicy.builder().onRateLimit(7).onTimeout(0).build()));
  }

  @Test
  void everyKindOfFailureHasItsCountInAGroup() {
    StringBuilder counts = new StringBuilder();
    for (RetryKind kind : RetryKind.values()) {
      counts
          .append("      ")
          .append(RetryKeys.key(kind))
          .append(": ")
          .append(kind.ordinal())
          .append('\n');
    }

    GatewayConfig config =
        Reading.config(
            MINIMAL + "router_settings:\n  model_group_retry_policy:\n    chat:\n" + counts);

    assertThat(config.policies().groupRetries()).containsOnlyKeys("chat");
    assertThat(config.policies().groupRetries().get("chat").byKind())
        .hasSize(RetryKind.values().length)
        .allSatisfy((kind, count) -> assertThat(count).isEqualTo(kind.ordinal()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void timeoutsAreThoseOfSemantics27(String settings, Timeouts expected) {
    GatewayConfig config = Reading.config(MINIMAL + settings);

    assertThat(config.policies().timeouts()).isEqualTo(expected);
  }

  static Stream<Arguments> timeoutsAreThoseOfSemantics27() {
    Timeouts defaults =
        Timeouts.defaults()
            .withUntilOutput(Duration.ofSeconds(1800))
            .withUntilRecovered(Duration.ofSeconds(600));
    Duration ten = Duration.ofSeconds(10);
    return Stream.of(
        Arguments.of("router_settings: {timeout: 10}", defaults.withAttempt(ten)),
        Arguments.of("litellm_settings: {request_timeout: 10}", defaults.withAttempt(ten)),
        Arguments.of(
            "litellm_settings: {request_timeout: 99}\nrouter_settings: {timeout: 10}",
            defaults.withAttempt(ten)),
        Arguments.of("router_settings: {stream_timeout: 10}", defaults.withStream(ten)),
        Arguments.of(
            "router_settings: {idle_timeout: 5, stream_timeout: 10}",
            defaults.withFirstToken(ten).withIdle(Duration.ofSeconds(5))),
        Arguments.of("router_settings: {first_token_timeout: 10}", defaults.withFirstToken(ten)),
        Arguments.of("router_settings: {connect_timeout: 10}", defaults.withConnect(ten)),
        Arguments.of("router_settings: {total_timeout: 10}", defaults.withTotal(ten)),
        Arguments.of("router_settings: {until_output_timeout: 10}", defaults.withUntilOutput(ten)),
        Arguments.of(
            "router_settings: {until_recovered_timeout: 10}", defaults.withUntilRecovered(ten)));
  }

  @Test
  void waitsAreThoseOfTheRouter() {
    GatewayConfig config =
        Reading.config(
            MINIMAL
                + "router_settings: {retry_after: 0, max_retry_wait: 20.5, fallback_patience: 3}");

    assertThat(config.policies().backoff())
        .isEqualTo(
            Backoff.defaults()
                .withMinDelay(Duration.ZERO)
                .withMaxRetryWait(Duration.ofMillis(20_500))
                .withFallbackPatience(Duration.ofSeconds(3)));
  }

  @Test
  void toolCallsAreSentAtOnceWhereThatIsSet() {
    GatewayConfig config = Reading.config(MINIMAL + "router_settings: {hold_tool_calls: false}");

    assertThat(config.policies().holdsToolCalls()).isFalse();
  }

  @Test
  void loopGuardIsOffUnlessItIsSet() {
    GatewayConfig config = Reading.config(MINIMAL + "router_settings: {loop_guard: 100}");

    assertThat(Reading.config(MINIMAL).policies().loopGuard()).isEmpty();
    assertThat(config.policies().loopGuard()).hasValue(100);
  }

  @Test
  void hedgesAreOffUnlessTheyAreSet() {
    GatewayConfig config =
        Reading.config(
            MINIMAL + "router_settings: {hedge_after: 1.5, model_group_hedge_after: {chat: p95}}");

    assertThat(Reading.config(MINIMAL).policies().hedging().isOff()).isTrue();
    assertThat(config.policies().hedging()).isEqualTo(HedgePolicy.after(Duration.ofMillis(1500)));
    assertThat(config.policies().groupHedging())
        .isEqualTo(Map.of("chat", HedgePolicy.afterPercentile(95)));
  }

  @Test
  void groupMayHaveNoHedges() {
    GatewayConfig config =
        Reading.config(
            MINIMAL + "router_settings: {hedge_after: p50, model_group_hedge_after: {chat: off}}");

    assertThat(config.policies().hedging("chat").isOff()).isTrue();
    assertThat(config.policies().hedging()).isEqualTo(HedgePolicy.afterPercentile(50));
  }
}
