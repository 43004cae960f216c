package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

  @Test
  void anyValueMayComeFromAVariable() {
    ConfigReport report =
        Reading.file(
                "config.yaml",
                """
                model_list:
                  - model_name: os.environ/GROUP
                    litellm_params:
                      model: os.environ/MODEL
                      api_base: os.environ/BASE
                      api_key: os.environ/OPENAI_API_KEY
                      timeout: os.environ/TIMEOUT
                      max_tokens: os.environ/TOKENS
                      user: os.environ/NAME
                """)
            .with("GROUP", "chat")
            .with("MODEL", "openai/gpt-4o")
            .with("BASE", " https://proxy.example.com/v1 ")
            .with("TIMEOUT", "12.5")
            .with("TOKENS", "100")
            .with("NAME", "alice")
            .report();

    assertThat(report.problems()).isEmpty();
    Deployment deployment = report.config().orElseThrow().groups().get("chat").getFirst();
    assertThat(deployment.model()).isEqualTo("gpt-4o");
    assertThat(deployment.endpoint()).contains(URI.create("https://proxy.example.com/v1"));
    assertThat(deployment.key()).contains(Secret.of(Reading.KEY));
    assertThat(deployment.timeout()).contains(Duration.ofMillis(12_500));
    assertThat(deployment.defaults().toJson()).isEqualTo("{\"max_tokens\":100,\"user\":\"alice\"}");
  }

  @Test
  void variablesOfTheFileGoBeforeThoseOfTheProcess() {
    ConfigReport report =
        Reading.file(
                "config.yaml",
                """
                environment_variables:
                  OPENAI_API_KEY: key-of-the-file
                  MISTRAL_API_KEY: os.environ/HIDDEN
                  SIZE: 5
                model_list:
                  - model_name: a
                    litellm_params: {model: openai/x, api_key: os.environ/OPENAI_API_KEY}
                  - model_name: b
                    litellm_params: {model: mistral/x, max_tokens: os.environ/SIZE}
                """)
            .with("HIDDEN", "key-of-mistral")
            .report();

    GatewayConfig config = report.config().orElseThrow();
    assertThat(config.groups().get("a").getFirst().key()).contains(Secret.of("key-of-the-file"));
    assertThat(config.groups().get("b").getFirst().defaults().toJson())
        .isEqualTo("{\"max_tokens\":5}");
    assertThat(config.environment().variable("MISTRAL_API_KEY")).contains("key-of-mistral");
  }

  @Test
  void valueOfAVariableShowsInNoMessage() {
    ConfigReport report =
        Reading.file(
                "config.yaml",
                """
                model_list:
                  - model_name: a
                    litellm_params:
                      model: os.environ/MODEL
                      api_base: os.environ/BASE
                      api_key: os.environ/SPACED
                      timeout: os.environ/TIMEOUT
                      rpm: os.environ/EMPTY
                """)
            .with("MODEL", "hidden/model")
            .with("BASE", "hidden base")
            .with("SPACED", "hidden key")
            .with("TIMEOUT", "hidden time")
            .with("EMPTY", " ")
            .report();

    assertThat(Reading.lines(report))
        .hasSize(5)
        .noneMatch(line -> line.contains("hidden"))
        .contains(
            "config.yaml:7: error: timeout is os.environ/TIMEOUT, which is not a number; use a number of"
                + " seconds above 0, up to 1,000,000,000",
            "config.yaml:8: error: rpm is empty (from os.environ/EMPTY); fill it, or remove it");
  }

  @Test
  void variableOfASettingThatHasNoEffectNeedNotBeSet() {
    ConfigReport report =
        Reading.of(
            """
            model_list:
              - model_name: a
                litellm_params: {model: openai/x}
            router_settings: {redis_password: os.environ/NOBODY}
            """);

    assertThat(report.hasErrors()).isFalse();
  }

  @Test
  void environmentShowsNoValue() {
    Environment environment = Environment.of(Map.of("A", "b")).with("C", "d");

    assertThat(environment).hasToString("Environment[2 variables]");
  }

  @Test
  void whatIsNotSetMayBeTakenAsSet() {
    Environment environment = Environment.of(Map.of("A", "b")).withOthers("other").with("C", "d");

    assertThat(environment.variable("A")).contains("b");
    assertThat(environment.variable("C")).contains("d");
    assertThat(environment.variable("E")).contains("other");
    assertThat(environment.toMap()).containsOnlyKeys("A", "C");
    assertThat(environment).isNotEqualTo(Environment.of(environment.toMap()));
    assertThat(environment).isEqualTo(Environment.of(environment.toMap()).withOthers("other"));
  }
}
