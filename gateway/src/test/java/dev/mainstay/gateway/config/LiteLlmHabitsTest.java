package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

    assertThat(config.policies().health().enabled()).isFalse();
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
  @CsvSource({
    "text-completion-openai/gpt-3.5-turbo-instruct, openai, gpt-3.5-turbo-instruct",
    "azure_text/mine, azure, mine",
    "bedrock_converse/amazon.nova-pro-v1:0, bedrock, amazon.nova-pro-v1:0"
  })
  void otherNameOfAProviderIsTheProviderItself(String written, String provider, String model) {
    GatewayConfig config =
        Reading.config(
            """
            model_list:
              - model_name: a
                litellm_params: {model: %s, api_key: k, api_base: "https://x.example.com"}
            """
                .formatted(written));

    assertThat(deployment(config, "a").provider()).isEqualTo(provider);
    assertThat(deployment(config, "a").model()).isEqualTo(model);
  }

  @ParameterizedTest
  @CsvSource({
    "chat, false",
    "completion, false",
    "embedding, false",
    "rerank, true",
    "os.environ/COMPLETION, false"
  })
  void modeThatIsServedIsNotWarnedOf(String mode, boolean isWarned) {
    ConfigReport report =
        Reading.file(
                "config.yaml",
                """
                model_list:
                  - model_name: a
                    litellm_params: {model: openai/mine, api_key: k}
                    model_info: {mode: %s}
                """
                    .formatted(mode))
            .with("COMPLETION", "completion")
            .report();

    assertThat(Reading.lines(report))
        .filteredOn(line -> line.contains("mode is"))
        .hasSize(isWarned ? 1 : 0)
        .allMatch(line -> line.contains("only chats, text completions and embeddings yet"));
    assertThat(
            report
                .config()
                .orElseThrow()
                .groups()
                .get("a")
                .getFirst()
                .info()
                .has(ModelFeature.EMBEDDINGS))
        .isEqualTo(mode.equals("embedding") ? Optional.of(true) : Optional.empty());
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

  /** It has so many digits that it looks like a secret to whoever does not know it. */
  @Test
  void priceOfALongPromptIsNamed() {
    ConfigReport report =
        Reading.of(
            """
            model_list:
              - model_name: a
                litellm_params:
                  model: openai/gpt-4o
                  input_cost_per_token_above_200k_tokens: 0.000002
                model_info: {output_cost_per_token_above_200k_tokens: 0.000002}
            """);

    assertThat(Reading.lines(report))
        .anySatisfy(line -> assertThat(line).contains("input_cost_per_token_above_200k_tokens"))
        .anySatisfy(line -> assertThat(line).contains("output_cost_per_token_above_200k_tokens"));
  }

  @ParameterizedTest
  @CsvSource({
    "num_ctx: 8192, num_ctx",
    "keep_alive: 5m, keep_alive",
    "think: true, think",
    "repeat_penalty: 1.1, repeat_penalty",
    "mirostat_tau: 5.0, mirostat_tau",
    "num_gpu: 1, num_gpu",
    "'extra_body: {num_ctx: 8192}', num_ctx",
    "'options: {num_ctx: 8192}', options"
  })
  void whatOllamaReadsIsSent(String setting, String name) {
    ConfigReport report =
        Reading.of(
            """
            model_list:
              - model_name: a
                litellm_params: {model: ollama/llama3, %s, temperature: 0.1}
            """
                .formatted(setting));

    assertThat(deployment(report.config().orElseThrow(), "a").defaults().names())
        .containsExactlyInAnyOrder("temperature", name);
    assertThat(Reading.lines(report)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bedrock/amazon.nova-pro-v1:0, aws_region_name, guardrailConfig",
    "gemini/gemini-2.5-pro, api_key, safety_settings",
    "mistral/mistral-large-latest, api_key, safe_prompt"
  })
  void whatProtectsAtTheProviderIsSent(String model, String needed, String name) {
    ConfigReport report =
        Reading.of(
            """
            model_list:
              - model_name: a
                litellm_params: {model: '%s', %s: us-east-1, %s: {x: y}}
            """
                .formatted(model, needed, name));

    assertThat(deployment(report.config().orElseThrow(), "a").defaults().names())
        .containsExactly(name);
    assertThat(Reading.lines(report)).isEmpty();
  }

  /** SEMANTICS 7.3: LiteLLM knows these by a list of its own. */
  @ParameterizedTest
  @CsvSource({
    "whisper-1, openai",
    "dall-e-3, openai",
    "tts-1, openai",
    "text-embedding-3-small, openai",
    "text-embedding-ada-002, openai",
    "omni-moderation-latest, openai",
    "gpt-5-mini, openai",
    "o3, openai",
    "o4-mini, openai",
    "claude-opus-4-6, anthropic",
    "claude-3-5-haiku-latest, anthropic",
    "gemini-2.5-pro, vertex_ai",
    "text-embedding-004, vertex_ai",
    "command-r-plus, cohere",
    "rerank-english-v3.0, cohere",
    "anthropic.claude-3-5-sonnet-20241022-v2:0, bedrock",
    "eu.amazon.nova-pro-v1:0, bedrock"
  })
  void bareNameBelongsToWhoMakesTheModel(String model, String provider) {
    assertThat(BareNames.provider(model)).contains(provider);
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama2", "oracle", "my-gpt-4", "mistral-7b"})
  void bareNameOfNobodyIsNotGuessed(String model) {
    assertThat(BareNames.provider(model)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "whisper-1, openai",
    "dall-e-3, openai",
    "text-embedding-3-small, openai",
    "claude-opus-4-6, anthropic"
  })
  void bareNameRunsWhereItsKeyIs(String model, String provider) {
    String text = "model_list: [{model_name: a, litellm_params: {model: " + model + "}}]\n";

    ConfigReport with =
        Reading.file("config.yaml", text).with("ANTHROPIC_API_KEY", "sk-ant-0123456789").report();
    ConfigReport without = Reading.file("config.yaml", text).in(Environment.of(Map.of())).report();

    assertThat(deployment(with.config().orElseThrow(), "a"))
        .extracting(Deployment::provider, Deployment::model)
        .containsExactly(provider, model);
    assertThat(Reading.lines(without))
        .anyMatch(line -> line.contains("error: there is no key for " + provider));
  }

  /** What nobody could call is no reason for the rest not to run. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{model: sagemaker/sd-xl}, model_info: {mode: image_generation}",
        "{model: voyage/rerank-2}, model_info: {mode: rerank}",
        "{model: jina_ai/embed-x, api_key: k}, model_info: {mode: embedding}",
        "{model: azure/, api_base: 'https://x.openai.azure.com'}, model_info: {mode:"
            + " image_generation}",
        "{model: replicate/whisper-large}"
      })
  void entryThatNobodyCouldCallIsLeftOutWithAWarning(String entry) {
    ConfigReport report =
        Reading.of(
            TWO.replaceFirst(
                    "model_list:\n",
                    "model_list:\n  - {model_name: pictures, litellm_params: " + entry + "}\n")
                + "router_settings: {fallbacks: [{pictures: [a]}]}\n");

    assertThat(report.config().orElseThrow().models()).containsExactly("a", "b");
    assertThat(Reading.lines(report)).anyMatch(line -> line.endsWith("the entry is left out"));
  }

  @Test
  void modelWhoseNameBeginsLikeAKeyIsNotTakenForOne() {
    GatewayConfig config =
        Reading.config(
            """
            model_list:
              - model_name: pplx-70b-online
                litellm_params: {model: perplexity/pplx-70b-online, api_key: k}
              - model_name: xai-grok-4
                litellm_params: {model: xai/grok-4-0709, api_key: k}
              - model_name: hf_mistral_7b_instruct
                litellm_params: {model: openai/hf_mistral_7b_instruct, api_key: k}
            """);

    assertThat(config.models())
        .containsExactly("pplx-70b-online", "xai-grok-4", "hf_mistral_7b_instruct");
  }

  /** SEMANTICS 7.3: whoever wrote it counts on it, wherever it stands. */
  @ParameterizedTest
  @EnumSource(
      value = Place.class,
      names = {"TOP", "MODEL_INFO", "PARAMS", "ROUTER", "LITELLM", "GENERAL"})
  void whatProtectsSomebodyStopsTheStartInEverySection(Place place) {
    assertThat(Protection.SETTINGS)
        .allSatisfy(key -> {
          String text = TWO + PlaceTest.sectionWith(place, key, "[{x: 1}]");

          assertThat(Reading.of(text).config()).as(key).isEmpty();
          assertThat(Reading.of(ignoring(text)).problems())
              .as(key)
              .noneMatch(Problem::isError)
              .anyMatch(problem -> problem.message().contains(key));
        });
  }

  private static String ignoring(String text) {
    return text.contains("general_settings:")
        ? text.replace("general_settings:", "general_settings:\n  ignore_unsupported: true")
        : text + "general_settings: {ignore_unsupported: true}\n";
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
