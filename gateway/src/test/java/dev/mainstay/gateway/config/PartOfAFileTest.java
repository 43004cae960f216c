package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Deployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 7.3: what a file is wrong in stops only what cannot run without it. */
class PartOfAFileTest {
  private static final String GROUP =
      """
      model_list:
        - model_name: a
          litellm_params: {model: openai/gpt-4o}
        - model_name: a
          litellm_params: {model: azure/gpt-4o, api_base: os.environ/BASE, api_key: os.environ/KEY}
          model_info: {id: eu}
      """;

  @Test
  void deploymentWhoseVariableIsNotSetIsLeftOutWhereItsGroupHasOthers() {
    ConfigReport report = Reading.of(GROUP);

    assertThat(report.config().orElseThrow().groups().get("a"))
        .extracting(Deployment::provider)
        .containsExactly("openai");
    assertThat(Reading.lines(report))
        .containsExactly(
            "config.yaml:5: warning: api_base takes its value from the environment variable BASE,"
                + " which is not set; set it, or write the value here; until then the entry is left"
                + " out, and 'a' has its others alone",
            "config.yaml:5: warning: api_key takes its value from the environment variable KEY,"
                + " which is not set; set it, or write the value here; until then the entry is left"
                + " out, and 'a' has its others alone");
  }

  @Test
  void groupNoneOfWhoseVariablesIsSetStopsTheStart() {
    ConfigReport report =
        Reading.of(
            """
            model_list:
              - model_name: a
                litellm_params: {model: openai/gpt-4o, api_key: os.environ/ONE}
              - model_name: a
                litellm_params: {model: openai/gpt-4o, api_key: os.environ/TWO}
              - model_name: b
                litellm_params: {model: openai/gpt-4o}
            """);

    assertThat(report.config()).isEmpty();
    assertThat(report.problems()).hasSize(2).allMatch(Problem::isError);
  }

  @Test
  void variableThatIsNotSetStopsTheStartElsewhere() {
    assertThat(Reading.of(GROUP + "general_settings: {master_key: os.environ/MASTER}\n").config())
        .isEmpty();
  }

  @Test
  void mistakeInADeploymentStopsTheStartWhateverElseItLacks() {
    assertThat(Reading.of(GROUP.replace("api_base:", "rpm: -1, api_base:")).config()).isEmpty();
  }

  @Test
  void fallbackThatIsNotThereHasNoEffectBesideOneThatIs() {
    ConfigReport report =
        Reading.of(
            """
            model_list:
              - {model_name: a, litellm_params: {model: openai/gpt-4o}}
              - {model_name: backup, litellm_params: {model: openai/gpt-4o-mini}}
            router_settings:
              fallbacks: [{a: [backpu, backup]}]
              default_fallbacks: [backup, c]
            """);

    assertThat(report.config().orElseThrow().fallbacks("a")).containsExactly("backup");
    assertThat(Reading.lines(report))
        .containsExactly(
            "config.yaml:5: warning: 'a' falls back to 'backpu', which is not a model_name, and has"
                + " no effect beside the others of its list; did you mean 'backup'?",
            "config.yaml:6: warning: every group falls back to 'c', which is not a model_name, and"
                + " has no effect beside the others of its list");
  }

  @Test
  void fallbacksOfWhichNoneIsThereStopTheStart() {
    assertThat(
            Reading.problems(
                """
                model_list:
                  - {model_name: a, litellm_params: {model: openai/gpt-4o}}
                router_settings:
                  fallbacks: [{a: [x, y]}]
                """))
        .containsExactly(
            "config.yaml:4: error: 'a' falls back to 'x', which is not a model_name",
            "config.yaml:4: error: 'a' falls back to 'y', which is not a model_name");
  }

  /** As Python's users write what YAML calls null; it is no key. */
  @ParameterizedTest
  @ValueSource(strings = {"None", "'None'"})
  void keyThatIsNoneIsNoKey(String none) {
    String file = "model_list: [{model_name: a, litellm_params: {model: %s, api_key: %s}}]\n";

    ConfigReport local = Reading.of(file.formatted("ollama/llama3", none));
    ConfigReport hosted = Reading.of(file.formatted("mistral/m", none));

    assertThat(local.config().orElseThrow().groups().get("a").getFirst().key()).isEmpty();
    assertThat(Reading.lines(local))
        .containsExactly(
            "config.yaml:1: warning: api_key is None, which YAML reads as a text: it is treated as"
                + " no key; write null, or remove it");
    assertThat(Reading.lines(hosted))
        .anyMatch(line -> line.contains("error: there is no key for mistral"));
  }

  /** It is how long a {@code max_budget} lasts, which is refused itself. */
  @Test
  void durationOfABudgetAloneBoundsNothing() {
    String file =
        """
        model_list: [{model_name: a, litellm_params: {model: openai/gpt-4o}}]
        litellm_settings: {budget_duration: 30d%s}
        """;

    assertThat(Reading.of(file.formatted("")).config()).isPresent();
    assertThat(Reading.of(file.formatted(", max_budget: 10")).config()).isEmpty();
  }
}
