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
            "litellm.yaml:96 redis_host in router_settings",
            "litellm.yaml:97 redis_password in router_settings",
            "litellm.yaml:124 callbacks in litellm_settings",
            "litellm.yaml:125 cache in litellm_settings",
            "litellm.yaml:126 cache_params in litellm_settings",
            "litellm.yaml:130 database_url in general_settings",
            "litellm.yaml:131 alerting in general_settings");
    assertThat(report.summary())
        .startsWith(
            "litellm.yaml: 8 model groups, 12 deployments, 10 fallbacks; 0 errors, 7 warnings",
            "  gpt-4o: azure/gpt-4o-eu, azure/gpt-4o-us, openai/gpt-4o; falls back to"
                + " mistral-large, llama-fast, gpt-4o-mini");
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
            "embeddings",
            "gpt-4");
    assertThat(config.groups().get("gpt-4o"))
        .extracting(
            Deployment::id, d -> d.rpm().orElse(0), d -> d.timeout().map(Duration::toSeconds))
        .containsExactly(
            tuple("gpt-4o-eu", 900L, Optional.of(120L)),
            tuple("gpt-4o-us", 300L, Optional.of(120L)),
            tuple("openai/gpt-4o", 0L, Optional.empty()));
    assertThat(config.fallbacks("gpt-4o"))
        .containsExactly("mistral-large", "llama-fast", "gpt-4o-mini");
    assertThat(config.fallbacks("reasoning")).containsExactly("gpt-4o", "gpt-4o-mini");
    assertThat(config.fallbacks("local")).containsExactly("gpt-4o-mini");
    assertThat(config.fallbacks("gpt-4o-mini")).isEmpty();
    assertThat(config.routing().fallbacks().contextWindow())
        .isEqualTo(Map.of("gpt-4o-mini", List.of("gpt-4o")));
    assertThat(config.routing().aliases().resolve("gpt-4")).isEqualTo("gpt-4o");
    assertThat(config.policies().health().allowedFails()).hasValue(3);
    assertThat(config.policies().health().cooldown()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.groups().get("gpt-4o").get(2).order()).hasValue(2);
    assertThat(config.policies().retries())
        .isEqualTo(
            RetryPolicy.builder()
                .retries(3)
                .onAuthentication(0)
                .onTimeout(2)
                .onRateLimit(5)
                .onContentPolicy(0)
                .onServerError(4)
                .build());
    assertThat(config.policies().groupRetries())
        .isEqualTo(Map.of("local", RetryPolicy.builder().onServerError(1).build()));
    assertThat(config.policies().timeouts().attempt()).contains(Duration.ofSeconds(300));
    assertThat(config.policies().backoff().minDelay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.host()).isEqualTo("0.0.0.0");
    assertThat(config.limits().maxBodyBytes()).isEqualTo(20 << 20);
  }
}
