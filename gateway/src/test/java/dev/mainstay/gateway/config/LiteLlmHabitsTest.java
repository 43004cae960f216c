package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Deployment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 7.3: what LiteLLM's users really write has the effect that they mean. */
class LiteLlmHabitsTest {
  private static final String TWO =
      """
      model_list:
        - model_name: a
          litellm_params: {model: openai/gpt-4o, api_key: k}
        - model_name: b
          litellm_params: {model: openai/gpt-4o-mini, api_key: k}
          model_info: {id: first}
        - model_name: b
          litellm_params: {model: groq/llama, api_key: k}
          model_info: {id: second}
      """;

  @Test
  void credentialGivesWhatTheDeploymentDoesNotSetItself() {
    GatewayConfig config =
        Reading.config(
            """
            credential_list:
              - credential_name: eu
                credential_values: {api_key: k1, api_base: "https://eu.example.com"}
            model_list:
              - model_name: a
                litellm_params: {model: azure/gpt-4o, litellm_credential_name: eu}
              - model_name: b
                litellm_params:
                  {model: azure/gpt-4o, litellm_credential_name: eu, api_base: "https://us.example.com"}
            """);

    assertThat(deployment(config, "a").endpoint().orElseThrow()).hasHost("eu.example.com");
    assertThat(deployment(config, "a").key().orElseThrow().reveal()).isEqualTo("k1");
    assertThat(deployment(config, "b").endpoint().orElseThrow()).hasHost("us.example.com");
  }

  @Test
  void fallbackMayNameOneDeploymentByItsId() {
    GatewayConfig config = Reading.config(TWO + "router_settings: {fallbacks: [{a: [second]}]}\n");

    assertThat(config.fallbacks("a")).containsExactly("second");
    assertThat(config.groups().get("second"))
        .extracting(Deployment::provider)
        .containsExactly("groq");
    assertThat(config.models()).containsExactly("a", "b");
  }

  @Test
  void cooldownOfNothingSwitchesCooldownsOff() {
    GatewayConfig config = Reading.config(TWO + "router_settings: {cooldown_time: 0}\n");

    assertThat(config.health().enabled()).isFalse();
  }

  @Test
  void ignoreUnsupportedStartsWithoutWhatProtects() {
    ConfigReport report =
        Reading.of(
            TWO
                + """
                litellm_settings: {guardrails: [{name: x}]}
                general_settings: {ignore_unsupported: true}
                """);

    assertThat(report.config()).isPresent();
    assertThat(Reading.lines(report))
        .singleElement()
        .asString()
        .contains("warning: guardrails in litellm_settings has no effect");
  }

  @ParameterizedTest
  @ValueSource(strings = {"azure/o_series/mine", "azure/gpt5_series/mine", "azure/mine"})
  void routeIsNotPartOfTheModelsName(String model) {
    GatewayConfig config =
        Reading.config(
            """
            model_list:
              - model_name: a
                litellm_params: {model: %s, api_key: k, api_base: "https://x.example.com"}
            """
                .formatted(model));

    assertThat(deployment(config, "a").model()).isEqualTo("mine");
  }

  @Test
  void whatOllamaWouldNotReadIsNotSent() {
    GatewayConfig config =
        Reading.config(
            """
            model_list:
              - model_name: a
                litellm_params: {model: ollama/llama3, num_ctx: 8192, temperature: 0.1}
            """);

    assertThat(deployment(config, "a").defaults().names()).containsExactly("temperature");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"include:", "general_settings: {database_url: null}", "litellm_settings:"})
  void whatIsLeftEmptyIsAsGoodAsAbsent(String line) {
    List<String> problems = Reading.problems(TWO + line + "\n");

    assertThat(problems).isEmpty();
  }

  private static Deployment deployment(GatewayConfig config, String group) {
    return config.groups().get(group).getFirst();
  }
}
