package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.json.Json;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.ParameterPolicy;
import dev.mainstay.provider.Secret;
import dev.mainstay.routing.RouterSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
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

  @Test
  void smallestFileHasEveryDefault() {
    GatewayConfig config = Reading.config(MINIMAL);

    assertThat(config.models()).containsExactly("chat", "backup", "last");
    assertThat(config.groups().get("chat")).containsExactly(Deployment.of("openai/gpt-4o"));
    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(4000);
    assertThat(config.masterKey()).isEmpty();
    assertThat(config.routing()).isEqualTo(RouterSettings.defaults());
    assertThat(config.policies().health()).isEqualTo(HealthPolicy.defaults());
    assertThat(config.policies().retryBudget()).isEqualTo(RetryBudget.defaults());
    assertThat(config.policies().recovery()).isEqualTo(RecoveryPolicy.CONTINUE);
    assertThat(config.policies().groupRecovery()).isEmpty();
    assertThat(config.policies().retries()).isEqualTo(RetryPolicy.defaults());
    assertThat(config.policies().groupRetries()).isEmpty();
    assertThat(config.policies().backoff()).isEqualTo(Backoff.defaults());
    assertThat(config.policies().timeouts())
        .isEqualTo(
            Timeouts.defaults()
                .withUntilOutput(Duration.ofSeconds(1800))
                .withUntilRecovered(Duration.ofSeconds(600)));
    assertThat(config.policies().holdsToolCalls()).isTrue();
    assertThat(config.limits()).isEqualTo(GatewayLimits.defaults());
  }

  @Test
  void claudeIsAskedWithKeyAddressAndWhatBecomesOfParameters() {
    GatewayConfig config =
        Reading.config(
            """
            model_list:
              - model_name: claude
                litellm_params:
                  model: anthropic/claude-opus-4-6
                  api_base: https://claude.example.com
                  api_key: sk-ant-key
                  thinking: {type: adaptive}
                  additional_drop_params: [seed]
                  allowed_openai_params: [logprobs]
              - model_name: strict
                litellm_params: {model: claude-haiku-4-5, api_key: k, drop_params: false}
            litellm_settings: {drop_params: true}
            """);

    ParameterPolicy dropping = ParameterPolicy.strict().withDropsUnsupported(true);
    assertThat(config.groups().get("claude"))
        .containsExactly(
            Deployment.of("anthropic/claude-opus-4-6")
                .withEndpoint(URI.create("https://claude.example.com"))
                .withKey("sk-ant-key")
                .withDefaults(Json.parseObject("{\"thinking\":{\"type\":\"adaptive\"}}"))
                .withParameters(
                    dropping.withDropped(Set.of("seed")).withAllowed(Set.of("logprobs"))));
    Deployment strict = config.groups().get("strict").getFirst();
    assertThat(strict.provider()).isEqualTo("anthropic");
    assertThat(strict.parameters()).isEqualTo(ParameterPolicy.strict());
  }

  @Test
  void deploymentHasEverythingItsParametersSay() {
    GatewayConfig config =
        Reading.config(
            """
            model_list:
              - model_name: chat
                litellm_params:
                  model: azure/gpt-4o-eu
                  api_base: https://eu.example.com/
                  api_key: secret-of-azure
                  api_version: 2024-10-21
                  timeout: 0.5
                  stream_timeout: 30
                  rpm: 1_000
                  tpm: 100000
                  weight: 2.5
                  temperature: 0.2
                  max_tokens: "256"
                  stop: [END, "1"]
                  parallel_tool_calls: no
                  response_format: {type: json_object}
                  extra_body:
                    top_k: 5
                    provider: {order: [a, b], allow: true, none: null}
                model_info:
                  id: azure-eu
                  mode: chat
                  max_input_tokens: 128000
                  anything: [goes, here]
            """);

    Deployment deployment = config.groups().get("chat").getFirst();
    assertThat(deployment)
        .isEqualTo(
            Deployment.of("azure/gpt-4o-eu")
                .withId("azure-eu")
                .withEndpoint(URI.create("https://eu.example.com/"))
                .withKey("secret-of-azure")
                .withApiVersion("2024-10-21")
                .withTimeout(Duration.ofMillis(500))
                .withStreamTimeout(Duration.ofSeconds(30))
                .withRpm(1000)
                .withTpm(100_000)
                .withWeight(2.5)
                .withInfo(ModelInfo.unknown().withMaxInputTokens(128_000))
                .withDefaults(
                    Json.parseObject(
                        """
                        {"temperature":0.2,"max_tokens":256,"stop":["END","1"],
                         "parallel_tool_calls":false,"response_format":{"type":"json_object"},
                         "top_k":5,"provider":{"order":["a","b"],"allow":true,"none":null}}
                        """)));
  }

  @Test
  void headersOfADeploymentAreItsOwnAndItsOrganization() {
    GatewayConfig config =
        Reading.config(
            """
            model_list:
              - model_name: chat
                litellm_params:
                  model: openai/gpt-4o
                  organization: org-1
                  extra_headers: {X-Team: red, X-Number: 5}
                  headers: {X-Region: eu}
            """);

    assertThat(config.groups().get("chat").getFirst().headers().entries())
        .extracting(header -> header.name() + "=" + header.value())
        .containsExactly("X-Region=eu", "X-Team=red", "X-Number=5", "OpenAI-Organization=org-1");
  }

  @ParameterizedTest
  @CsvSource({
    "model: openai/gpt-4o, openai/gpt-4o",
    "model: OpenAI/gpt-4o, openai/gpt-4o",
    "model: gpt-4o-mini, openai/gpt-4o-mini",
    "model: o3-mini, openai/o3-mini",
    "model: groq/openai/gpt-oss-20b, groq/openai/gpt-oss-20b",
    "'model: org/own-model\n      custom_llm_provider: openai', openai/org/own-model",
    "'model: openai/own-model\n      custom_llm_provider: openai', openai/own-model",
  })
  void modelNamesItsProvider(String params, String expected) {
    GatewayConfig config =
        Reading.config(
            "model_list:\n  - model_name: chat\n    litellm_params:\n      " + params + "\n");

    Deployment deployment = config.groups().get("chat").getFirst();
    assertThat(deployment.provider() + "/" + deployment.model()).isEqualTo(expected);
  }

  @Test
  void entriesOfOneNameAreOneGroup() {
    GatewayConfig config =
        Reading.config(
            """
            model_list:
              - model_name: chat
                litellm_params: {model: openai/gpt-4o}
              - model_name: other
                litellm_params: {model: openai/gpt-4o-mini}
              - model_name: chat
                litellm_params: {model: groq/llama3, api_key: os.environ/GROQ_API_KEY}
            """);

    assertThat(config.models()).containsExactly("chat", "other");
    assertThat(config.groups().get("chat"))
        .extracting(Deployment::model)
        .containsExactly("gpt-4o", "llama3");
    assertThat(config.groups().get("chat").get(1).key()).contains(Secret.of("gsk_test9876543210"));
  }

  @Test
  void anchorsAndMergeKeysWorkAsInLiteLlm() {
    GatewayConfig config =
        Reading.config(
            """
            x-defaults: &defaults
              api_key: shared-key
              temperature: 0.1
            x-more: &more {rpm: 7}
            model_list:
              - model_name: chat
                litellm_params:
                  <<: [*defaults, *more]
                  model: openai/gpt-4o
                  temperature: 0.9
            """);

    Deployment deployment = config.groups().get("chat").getFirst();
    assertThat(deployment.key()).contains(Secret.of("shared-key"));
    assertThat(deployment.rpm()).hasValue(7);
    assertThat(deployment.defaults().toJson()).isEqualTo("{\"temperature\":0.9}");
  }

  @Test
  void generalSettingsAreTheGatewaysOwn() {
    GatewayConfig config =
        Reading.config(
            MINIMAL
                + """
                general_settings:
                  master_key: sk-1234
                  host: 10.0.0.1
                  port: 8080
                  max_request_size_mb: 5
                  max_header_size_kb: 16
                  head_timeout: 1
                  body_timeout: 2
                  reader_timeout: 3
                  shutdown_delay: 4.5
                  keep_alive_interval: 4
                  stream_head_after: 5
                  grace_time: 0
                """);

    assertThat(config.masterKey()).contains(Secret.of("sk-1234"));
    assertThat(config.host()).isEqualTo("10.0.0.1");
    assertThat(config.port()).isEqualTo(8080);
    assertThat(config.limits())
        .isEqualTo(
            GatewayLimits.defaults()
                .withMaxBodyBytes(5 << 20)
                .withMaxHeaderBytes(16 << 10)
                .withHeadTimeout(Duration.ofSeconds(1))
                .withBodyTimeout(Duration.ofSeconds(2))
                .withReaderTimeout(Duration.ofSeconds(3))
                .withShutdownDelay(Duration.ofMillis(4500))
                .withKeepAliveInterval(Duration.ofSeconds(4))
                .withStreamHeadAfter(Duration.ofSeconds(5))
                .withGraceTime(Duration.ZERO));
  }

  @Test
  void gatewayWithAMasterKeyListensEverywhere() {
    GatewayConfig config = Reading.config(MINIMAL + "general_settings: {master_key: 123456}");

    assertThat(config.host()).isEqualTo("0.0.0.0");
    assertThat(config.masterKey()).contains(Secret.of("123456"));
  }

  @ParameterizedTest
  @CsvSource({"MAINSTAY_MASTER_KEY", "LITELLM_MASTER_KEY"})
  void masterKeyMayComeFromTheEnvironmentAlone(String variable) {
    ConfigReport report =
        Reading.file("config.yaml", MINIMAL).with(variable, "sk-from-outside").report();

    assertThat(report.config().flatMap(GatewayConfig::masterKey))
        .contains(Secret.of("sk-from-outside"));
  }

  @Test
  void fileThatSaysTheSameIsTheSameConfiguration() {
    String text =
        """
        model_list:
          - model_name: chat
            litellm_params: {model: openai/gpt-4o, api_key: k, extra_headers: {X-A: b}, n: 1}
        """;

    ConfigReport first = Reading.of(text);
    ConfigReport second = Reading.of("# another comment\n" + text);

    assertThat(first).isEqualTo(second);
    assertThat(first).isNotEqualTo(Reading.of(text.replace("X-A: b", "X-A: c")));
  }

  @Test
  void nothingSecretShowsInTheTextOfAConfiguration() {
    GatewayConfig config =
        Reading.config(
            """
            model_list:
              - model_name: chat
                litellm_params:
                  model: openai/gpt-4o
                  api_key: zz-very-secret
                  extra_headers: {Authorization: Bearer zz-very-secret}
            environment_variables: {OTHER_API_KEY: zz-very-secret}
            general_settings: {master_key: zz-very-secret}
            """);

    assertThat(config.toString()).isEqualTo("GatewayConfig[0.0.0.0:4000, groups [chat]]");
    assertThat(config.groups().toString()).contains("openai").doesNotContain("zz-very");
  }

  @Test
  void reportTellsGroupsDeploymentsAndFallbacks() {
    ConfigReport report =
        Reading.of(
            """
            model_list:
              - model_name: chat
                litellm_params: {model: openai/gpt-4o}
              - model_name: chat
                litellm_params: {model: openai/gpt-4o, api_key: other-key}
              - model_name: chat
                litellm_params: {model: ollama/llama3}
              - model_name: backup
                litellm_params: {model: groq/llama3}
            litellm_settings: {fallbacks: [{chat: [backup]}], cache: true}
            """);

    assertThat(report.lines())
        .containsExactly(
            "config.yaml:10: warning: cache in litellm_settings has no effect: LiteLLM has it,"
                + " Mainstay does not implement it; every call goes to a provider",
            "config.yaml: 2 model groups, 4 deployments, 1 fallback; 0 errors, 1 warning",
            "  chat: 2 x openai/gpt-4o, ollama/llama3; falls back to backup",
            "  backup: groq/llama3");
    assertThat(report.hasErrors()).isFalse();
  }

  @Test
  void everyProblemIsToldNotOnlyTheFirst() {
    ConfigReport report =
        Reading.of(
            """
            model_list:
              - model_name: chat
                litellm_params: {model: nope/x, timeout: -1, rpm: a}
              - litellm_params: {model: openai/gpt-4o}
            router_settings: {num_retries: 101, fallbacks: [{chat: [nobody]}]}
            general_settings: {port: x, master_key: ''}
            """);

    assertThat(report.problems())
        .extracting(Problem::line, Problem::isError)
        .containsExactly(
            tuple(3, true),
            tuple(3, true),
            tuple(3, true),
            tuple(4, true),
            tuple(5, true),
            tuple(5, true),
            tuple(6, true),
            tuple(6, true));
    assertThat(report.config()).isEqualTo(Optional.empty());
    assertThat(report.summary()).containsExactly("config.yaml: 8 errors, 0 warnings");
  }
}
