package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mainstay.gateway.config.words.StrategyNames;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RecoveryPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.policy.RetryKind;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.TokenPrices;
import dev.mainstay.routing.Affinity;
import dev.mainstay.routing.Alias;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.Preselection;
import dev.mainstay.routing.RouterSettings;
import dev.mainstay.routing.TagMatching;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 3, 2.8 and 6.7 as LiteLLM's YAML has them. */
class RoutingSettingsTest {
  private static final String MINIMAL =
      """
      model_list:
        - model_name: chat
          litellm_params: {model: openai/gpt-4o}
        - model_name: backup
          litellm_params: {model: groq/llama-3.3-70b-versatile}
        - model_name: last
          litellm_params: {model: ollama/llama3}
        - model_name: groq/*
          litellm_params: {model: groq/*}
      """;

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void fallbacksLeadWhereTheyAreWrittenTo(String settings, Fallbacks expected) {
    GatewayConfig config = Reading.config(MINIMAL + settings);

    assertThat(config.routing().fallbacks()).isEqualTo(expected);
  }

  static Stream<Arguments> fallbacksLeadWhereTheyAreWrittenTo() {
    Fallbacks none = Fallbacks.none();
    Map<String, List<String>> chatToBoth = Map.of("chat", List.of("backup", "last"));
    Map<String, List<String>> chatToLast = Map.of("chat", List.of("last"));
    return Stream.of(
        Arguments.of(
            "router_settings: {fallbacks: [{chat: [backup, last]}]}", none.withGeneric(chatToBoth)),
        Arguments.of(
            "litellm_settings: {fallbacks: [{chat: [backup, last]}]}",
            none.withGeneric(chatToBoth)),
        Arguments.of(
            "router_settings: {fallbacks: {chat: [backup, last]}}", none.withGeneric(chatToBoth)),
        Arguments.of(
            "router_settings: {fallbacks: [{chat: backup}, {backup: [last]}]}",
            none.withGeneric(Map.of("chat", List.of("backup"), "backup", List.of("last")))),
        Arguments.of(
            "router_settings: {default_fallbacks: [last]}", none.withDefault(List.of("last"))),
        Arguments.of(
            "router_settings: {fallbacks: [{'*': [last]}]}",
            none.withGeneric(Map.of(Fallbacks.ANY, List.of("last")))),
        Arguments.of(
            "router_settings: {context_window_fallbacks: [{chat: [last]}]}",
            none.withContextWindow(chatToLast)),
        Arguments.of(
            "litellm_settings: {context_window_fallbacks: [{chat: [last]}]}",
            none.withContextWindow(chatToLast)),
        Arguments.of(
            "router_settings: {content_policy_fallbacks: [{chat: [last]}]}",
            none.withContentPolicy(chatToLast)),
        Arguments.of(
            "router_settings: {fallbacks: [{chat: [groq/gemma-7b]}]}",
            none.withGeneric(Map.of("chat", List.of("groq/gemma-7b")))),
        Arguments.of(
            "router_settings: {model_group_alias: {old: last}, fallbacks: [{chat: [old]}]}",
            none.withGeneric(Map.of("chat", List.of("old")))),
        Arguments.of("router_settings: {max_fallbacks: 2}", none.withMax(2)),
        Arguments.of("router_settings: {fallbacks: []}", none));
  }

  @ParameterizedTest
  @CsvSource({
    "simple-shuffle",
    "least-busy",
    "latency-based-routing",
    "usage-based-routing",
    "usage-based-routing-v2",
    "cost-based-routing"
  })
  void everyStrategyHasLiteLlmsName(String name) {
    GatewayConfig config =
        Reading.config(MINIMAL + "router_settings: {routing_strategy: " + name + "}");

    assertThat(config.routing().strategy()).isSameAs(StrategyNames.strategy(name).orElseThrow());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void whoCanServeARequestIsAsWritten(String settings, Preselection expected) {
    GatewayConfig config = Reading.config(MINIMAL + "router_settings: {" + settings + "}");

    assertThat(config.routing().preselection()).isEqualTo(expected);
  }

  static Stream<Arguments> whoCanServeARequestIsAsWritten() {
    return Stream.of(
        Arguments.of("", new Preselection(TagMatching.OFF, true)),
        Arguments.of("enable_pre_call_checks: true", new Preselection(TagMatching.OFF, true)),
        Arguments.of("enable_pre_call_checks: false", new Preselection(TagMatching.OFF, false)),
        Arguments.of("enable_tag_filtering: true", new Preselection(TagMatching.ANY, true)),
        Arguments.of(
            "enable_tag_filtering: true, tag_filtering_match_any: false",
            new Preselection(TagMatching.ALL, true)));
  }

  @ParameterizedTest
  @CsvSource({
    "deployment_affinity, USER",
    "session_affinity, SESSION",
    "[session_affinity], SESSION",
    "enforce_model_rate_limits, NONE",
    "[], NONE"
  })
  void callsStickByWhatIsWritten(String checks, Affinity expected) {
    GatewayConfig config =
        Reading.config(MINIMAL + "router_settings: {optional_pre_call_checks: " + checks + "}");

    assertThat(config.routing().affinity()).isEqualTo(expected);
  }

  @Test
  void aliasesAreNamesForGroupsAndMayBeHidden() {
    GatewayConfig config =
        Reading.config(
            MINIMAL
                + """
                router_settings:
                  model_group_alias:
                    gpt-4: chat
                    quick: {model: groq/gemma-7b, hidden: true}
                """);

    assertThat(config.routing().aliases().all())
        .containsExactly(Alias.of("gpt-4", "chat"), new Alias("quick", "groq/gemma-7b", true));
    assertThat(config.models()).containsExactly("chat", "backup", "last", "gpt-4");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void deploymentsRestAsWritten(String settings, HealthPolicy expected) {
    GatewayConfig config = Reading.config(MINIMAL + settings);

    assertThat(config.policies().health()).isEqualTo(expected);
  }

  static Stream<Arguments> deploymentsRestAsWritten() {
    Duration five = Duration.ofSeconds(5);
    return Stream.of(
        Arguments.of(
            "router_settings: {allowed_fails: 7, cooldown_time: 2.5}",
            new HealthPolicy(OptionalInt.of(7), Map.of(), Duration.ofMillis(2500), true)),
        Arguments.of(
            "litellm_settings: {allowed_fails: 7, cooldown_time: 5}",
            new HealthPolicy(OptionalInt.of(7), Map.of(), five, true)),
        Arguments.of(
            "litellm_settings: {allowed_fails: 7}\nrouter_settings: {allowed_fails: 0}",
            new HealthPolicy(OptionalInt.of(1), Map.of(), five, true)),
        Arguments.of(
            "router_settings: {disable_cooldowns: true}",
            new HealthPolicy(OptionalInt.empty(), Map.of(), five, false)),
        Arguments.of(
            "router_settings: {allowed_fails_policy: {TimeoutErrorAllowedFails: 9,"
                + " AuthenticationErrorAllowedFails: 0}}",
            new HealthPolicy(
                OptionalInt.empty(),
                Map.of(RetryKind.TIMEOUT, 9, RetryKind.AUTHENTICATION, 0),
                five,
                true)));
  }

  @Test
  void everyKindOfFailureMayBeAllowedApart() {
    StringBuilder counts = new StringBuilder();
    for (RetryKind kind : RetryKind.values()) {
      String name = RetryKeys.key(kind).replace("Retries", "AllowedFails");
      counts.append("    ").append(name).append(": ").append(kind.ordinal()).append('\n');
    }

    GatewayConfig config =
        Reading.config(MINIMAL + "router_settings:\n  allowed_fails_policy:\n" + counts);

    assertThat(config.policies().health().allowedFailsByKind())
        .hasSize(RetryKind.values().length)
        .allSatisfy((kind, count) -> assertThat(count).isEqualTo(kind.ordinal()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void retryBudgetIsAsWritten(String settings, RetryBudget expected) {
    GatewayConfig config = Reading.config(MINIMAL + "router_settings: {" + settings + "}");

    assertThat(config.policies().retryBudget()).isEqualTo(expected);
  }

  @Test
  void callsWaitInLineAsWritten() {
    GatewayConfig config =
        Reading.config(
            MINIMAL + "router_settings: {pacing: false, max_queue: 5, max_queue_wait: 1.5}");

    assertThat(config.policies().pacing())
        .isEqualTo(new PacingPolicy(false, 5, Duration.ofMillis(1500)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|10000",
        "general_settings: {global_max_parallel_requests: 100}|10000",
        "router_settings: {max_queue: 20000}|20000"
      })
  void lineOfOneDeploymentIsBoundedByTheGatewaysPlacesUnlessWritten(String settings, int most) {
    GatewayConfig config = Reading.config(MINIMAL + settings);

    assertThat(config.policies().pacing().maxQueue()).isEqualTo(most);
  }

  static Stream<Arguments> retryBudgetIsAsWritten() {
    return Stream.of(
        Arguments.of("retry_budget: true", RetryBudget.defaults()),
        Arguments.of("retry_budget: false", RetryBudget.unlimited()),
        Arguments.of("retry_budget: {share: 0.5}", new RetryBudget(true, 0.5, 100)),
        Arguments.of("retry_budget: {share: 0.1, least: 0}", new RetryBudget(true, 0.1, 0)));
  }

  @Test
  void brokenStreamsAreGoneOnWithAsWritten() {
    GatewayConfig config =
        Reading.config(
            MINIMAL + "router_settings: {recover: fail, model_group_recover: {chat: continue}}");

    assertThat(config.policies().recovery()).isEqualTo(RecoveryPolicy.FAIL);
    assertThat(config.policies().groupRecovery())
        .isEqualTo(Map.of("chat", RecoveryPolicy.CONTINUE));
  }

  @ParameterizedTest
  @CsvSource({"RESTART, restart", "CONTINUE_OR_RESTART, continue-or-restart"})
  void restartIsRefusedInAConfigurationMadeInJavaToo(RecoveryPolicy policy, String name) {
    GatewayConfigBuilder builder =
        GatewayConfig.builder()
            .group("chat", Deployment.of("openai/gpt-4o"))
            .policies(all -> all.withRecovery("chat", policy));

    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessage(
            "recover: "
                + name
                + " is for the library alone, since no client of a gateway knows to drop what it"
                + " has; use continue or fail");
  }

  @Test
  void deploymentHasItsRankItsTagsItsPlacesAndWhatIsKnownOfItsModel() {
    GatewayConfig config =
        Reading.config(
            """
            model_list:
              - model_name: chat
                litellm_params:
                  model: openai/gpt-4o
                  order: 1
                  tags: [fast, eu]
                  max_parallel_requests: 20
                  input_cost_per_token: 0.0000025
                model_info:
                  max_input_tokens: 128000
                  supports_function_calling: true
                  supports_vision: false
                  supports_response_schema: true
                  supports_assistant_prefill: false
                  input_cost_per_token: 1
                  output_cost_per_token: 1e-5
            """);

    Deployment deployment = config.groups().get("chat").getFirst();
    assertThat(deployment)
        .isEqualTo(
            Deployment.of("openai/gpt-4o")
                .withOrder(1)
                .withTags("fast", "eu")
                .withMaxParallelRequests(20)
                .withInfo(
                    ModelInfo.unknown()
                        .withMaxInputTokens(128_000)
                        .with(ModelFeature.TOOLS, true)
                        .with(ModelFeature.IMAGES, false)
                        .with(ModelFeature.JSON_SCHEMA, true)
                        .with(ModelFeature.ASSISTANT_PREFILL, false)
                        .withPrices(TokenPrices.of(0.0000025, 0.00001))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max_parallel_requests: 20",
        "max_connections: 20",
        "max_parallel_requests: 20, max_connections: 20"
      })
  void capOnConnectionsIsOneOnCallsUnderWay(String written) {
    GatewayConfig config =
        Reading.config(
            """
            model_list:
              - model_name: chat
                litellm_params: {model: openai/gpt-4o, %s}
            """
                .formatted(written));

    assertThat(config.groups().get("chat"))
        .containsExactly(Deployment.of("openai/gpt-4o").withMaxParallelRequests(20));
  }

  @Test
  void wildcardsStandForWhatIsAskedFor() {
    GatewayConfig config =
        Reading.config(
            """
            model_list:
              - model_name: groq/*
                litellm_params: {model: groq/*}
              - model_name: "*"
                litellm_params: {model: "*"}
              - model_name: fast-*
                litellm_params: {model: openai/gpt-*-mini}
                model_info: {id: minis}
            """);

    assertThat(config.models()).isEmpty();
    assertThat(config.groups().get("groq/*")).containsExactly(Deployment.of("groq/*"));
    assertThat(config.groups().get("*")).containsExactly(Deployment.of("*/*").withId("*"));
    assertThat(config.groups().get("fast-*"))
        .containsExactly(Deployment.of("openai/gpt-*-mini").withId("minis"));
  }

  @Test
  void routingThatSaysTheSameIsTheSame() {
    String settings =
        """
        router_settings:
          routing_strategy: least-busy
          model_group_alias: {old: chat}
          fallbacks: [{chat: [backup]}]
          optional_pre_call_checks: [session_affinity]
        """;

    RouterSettings first = Reading.config(MINIMAL + settings).routing();
    RouterSettings second = Reading.config(MINIMAL + settings).routing();

    assertThat(first).isEqualTo(second).hasSameHashCodeAs(second);
    assertThat(first)
        .isNotEqualTo(
            Reading.config(MINIMAL + settings.replace("old: chat", "old: last")).routing());
  }
}
