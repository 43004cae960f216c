package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A large file as LiteLLM's users have it, read as it is. */
class RealLifeTest {

  @Test
  void fileOfALiteLlmUserIsReadAndEverySettingWithoutEffectIsNamed() {
    ConfigReport report = RealLife.report();

    assertThat(report.problems()).noneMatch(Problem::isError);
    assertThat(report.problems())
        .extracting(p -> p.file() + ":" + p.line() + " " + p.message().split(" has no|,")[0])
        .containsExactly(
            "litellm.yaml:14 max_retries in litellm_params",
            "litellm.yaml:45 order in litellm_params",
            "litellm.yaml:58 input_cost_per_token in litellm_params",
            "litellm.yaml:95 routing_strategy usage-based-routing-v2",
            "litellm.yaml:96 redis_host in router_settings",
            "litellm.yaml:97 redis_password in router_settings",
            "litellm.yaml:101 allowed_fails in router_settings",
            "litellm.yaml:102 cooldown_time in router_settings",
            "litellm.yaml:103 enable_pre_call_checks in router_settings",
            "litellm.yaml:112 model_group_alias in router_settings",
            "litellm.yaml:120 context_window_fallbacks in litellm_settings",
            "litellm.yaml:122 drop_params in litellm_settings",
            "litellm.yaml:123 set_verbose in litellm_settings",
            "litellm.yaml:124 callbacks in litellm_settings",
            "litellm.yaml:125 cache in litellm_settings",
            "litellm.yaml:126 cache_params in litellm_settings",
            "litellm.yaml:130 database_url in general_settings",
            "litellm.yaml:131 alerting in general_settings",
            "litellm-embeddings.yaml:7 mode is 'embedding'");
    assertThat(report.summary())
        .startsWith(
            "litellm.yaml: 8 model groups, 12 deployments, 10 fallbacks; 0 errors, 19 warnings",
            "  gpt-4o: azure/gpt-4o-eu, azure/gpt-4o-us, openai/gpt-4o; falls back to mistral-large,"
                + " llama-fast, gpt-4o-mini");
  }

  @Test
  void settingsOfALiteLlmUserHaveTheirEffect() {
    GatewayConfig config = RealLife.report().config().orElseThrow();

    assertThat(config.models())
        .containsExactly(
            "gpt-4o",
            "gpt-4o-mini",
            "reasoning",
            "llama-fast",
            "deepseek",
            "mistral-large",
            "local",
            "embeddings");
    assertThat(config.groups().get("gpt-4o"))
        .extracting(
            Deployment::id, d -> d.rpm().orElse(0), d -> d.timeout().map(Duration::toSeconds))
        .containsExactly(
            tuple("gpt-4o-eu", 900L, Optional.of(120L)),
            tuple("gpt-4o-us", 300L, Optional.of(120L)),
            tuple("openai/gpt-4o", 0L, Optional.empty()));
    assertThat(config.fallbacks())
        .containsEntry("gpt-4o", List.of("mistral-large", "llama-fast", "gpt-4o-mini"))
        .containsEntry("reasoning", List.of("gpt-4o", "gpt-4o-mini"))
        .containsEntry("local", List.of("gpt-4o-mini"))
        .doesNotContainKey("gpt-4o-mini");
    assertThat(config.retries())
        .isEqualTo(
            RetryPolicy.builder()
                .retries(3)
                .authentication(0)
                .timeout(2)
                .rateLimit(5)
                .contentPolicy(0)
                .internalServer(4)
                .build());
    assertThat(config.groupRetries())
        .isEqualTo(Map.of("local", RetryPolicy.builder().internalServer(1).build()));
    assertThat(config.timeouts().attempt()).contains(Duration.ofSeconds(300));
    assertThat(config.backoff().floor()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.host()).isEqualTo("0.0.0.0");
    assertThat(config.limits().maxBodyBytes()).isEqualTo(20 << 20);
  }
}
