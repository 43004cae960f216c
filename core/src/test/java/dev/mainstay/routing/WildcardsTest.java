package dev.mainstay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Deployment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 3.1: groups whose names are patterns, as LiteLLM's wildcard routing. */
class WildcardsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # pattern              | deployment             | name asked for           | deployment asked, or -
          anthropic/*            | anthropic/*            | anthropic/claude-opus-4  | anthropic/claude-opus-4
          anthropic/*            | anthropic/*            | openai/gpt-4o            | -
          anthropic/*            | anthropic/*            | anthropic/               | -
          openai/gpt-*           | openai/gpt-*           | openai/gpt-4o-mini       | openai/gpt-4o-mini
          openai/gpt-*           | openai/gpt-*           | openai/o3                | -
          fast/*                 | groq/*                 | fast/llama-3.3-70b       | groq/llama-3.3-70b
          *                      | openai/*               | gpt-4o                   | openai/gpt-4o
          *                      | openrouter/*           | meta-llama/llama-3       | openrouter/meta-llama/llama-3
          *                      | openai/gpt-4o          | whatever                 | openai/gpt-4o
          *                      | */*                    | OpenAI/gpt-4o            | openai/gpt-4o
          *                      | */*                    | gpt-4o                   | -
          *                      | */*                    | nobody/gpt-4o            | -
          claude-*               | anthropic/claude-*     | claude-3                 | anthropic/claude-3
          *-latest               | mistral/*-latest       | small-latest             | mistral/small-latest
          *-latest               | mistral/*-latest       | small-lates              | -
          fo::*:static::*        | openai/fo::*:static::* | fo::hi:static::you       | openai/fo::hi:static::you
          *meta.llama3*          | bedrock/meta.llama3*   | eu.meta.llama3-70b       | bedrock/meta.llama3-70b
          a*                     | openai/*-*             | abc                      | openai/bc-bc
          *a*a                   | x/*-*                  | aaaa                     | x/a-a
          *a*a                   | x/*-*                  | aaa                      | -
          gpt.4*                 | openai/gpt.4*          | gpt-4o                   | -
          azure/*                | azure/*                | azure/..                 | -
          azure/*                | azure/*                | azure/.                  | -
          azure/*                | azure/*                | azure/a/../../b          | -
          azure/*                | azure/*                | azure/a\\..              | -
          azure/*                | azure/*                | azure/gpt-4.1..x         | azure/gpt-4.1..x
          *                      | */*                    | azure/..                 | -
          *                      | */*                    | openai/                  | -
          *                      | */*                    | /gpt-4o                  | -
          """)
  void wildcardTakesItsPlaceInTheModel(
      String pattern, String deployment, String name, String asked) {
    Wildcards wildcards = wildcards(group(pattern, Deployment.of(deployment)));

    Optional<Group> group = wildcards.group(name);

    assertThat(group.map(Group::name))
        .isEqualTo(asked.equals("-") ? Optional.empty() : Optional.of(name));
    assertThat(group.map(g -> g.deployments().getFirst()).map(d -> d.provider() + "/" + d.model()))
        .isEqualTo(asked.equals("-") ? Optional.empty() : Optional.of(asked));
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-4o-mini, openai/gpt-4o-*",
    "openai/gpt-4.1, openai/gpt-*",
    "openai/o3, openai/*",
    "groq/llama, */*",
    "llama, *",
  })
  void mostSpecificPatternCounts(String name, String pattern) {
    List<Group> groups = new ArrayList<>();
    for (String each : List.of("*", "*/*", "openai/*", "openai/gpt-*", "openai/gpt-4o-*")) {
      groups.add(group(each, Deployment.of("x/*").withId(each)));
    }

    assertThat(ids(wildcards(groups.toArray(Group[]::new)), name))
        .first()
        .asString()
        .startsWith(pattern + ":");
    assertThat(ids(wildcards(groups.reversed().toArray(Group[]::new)), name))
        .first()
        .asString()
        .startsWith(pattern + ":");
  }

  @ParameterizedTest
  @CsvSource({"a*b*c*, abcd*, abcdbxcx", "a*b*, ab*, abxbx"})
  void patternIsTheMoreSpecificTheMoreIsWrittenOutAndTheFewerItsWildcards(
      String wide, String narrow, String name) {
    Wildcards wildcards =
        wildcards(
            group(wide, Deployment.of("x/m").withId("wide")),
            group(narrow, Deployment.of("x/m").withId("narrow")));

    assertThat(ids(wildcards, name)).containsExactly("narrow:m");
  }

  @Test
  void ofTwoEquallySpecificTheFirstCounts() {
    Wildcards wildcards =
        wildcards(
            group("a*", Deployment.of("x/*").withId("first")),
            group("*a", Deployment.of("x/*").withId("second")));

    assertThat(ids(wildcards, "aa")).containsExactly("first:a");
  }

  @Test
  void everyModelHasItsOwnIdAndKeepsWhatIsConfigured() {
    Deployment eu = Deployment.of("azure/*").withId("eu").withKey("sk-1").withWeight(3).withRpm(10);
    Wildcards wildcards = wildcards(group("azure/*", eu, Deployment.of("azure/*").withId("us")));

    assertThat(wildcards.group("azure/gpt-4o").orElseThrow().deployments())
        .containsExactly(
            eu.withId("eu:gpt-4o").withModel("gpt-4o"),
            Deployment.of("azure/*").withId("us:gpt-4o").withModel("gpt-4o"));
    assertThat(wildcards.group("azure/gpt-4o")).isEqualTo(wildcards.group("azure/gpt-4o"));
    assertThat(ids(wildcards, "azure/o3")).containsExactly("eu:o3", "us:o3");
  }

  @Test
  void providerFromTheNameIsCompletedFromTheEnvironment() {
    Wildcards wildcards =
        new Wildcards(
            List.of(group("*", Deployment.of("*/*").withId("all"))),
            d -> Optional.of(d.withKey("sk-" + d.provider())));

    assertThat(wildcards.group("groq/llama").orElseThrow().deployments())
        .containsExactly(Deployment.of("groq/llama").withId("all:groq/llama").withKey("sk-groq"));
  }

  @Test
  void patternWhoseDeploymentsCannotServeANameLeavesItToTheNext() {
    Wildcards wildcards =
        wildcards(
            group(
                "nobody/*",
                Deployment.of("*/*").withId("none"),
                Deployment.of("*/*").withId("none2")),
            group("*", Deployment.of("openai/*").withId("rest")));

    assertThat(ids(wildcards, "nobody/x")).containsExactly("rest:nobody/x");
  }

  @Test
  @Timeout(10)
  void longNamesOfStrangersTakeNoTime() {
    Wildcards wildcards = wildcards(group("*a*a*a*a*a*a*b", Deployment.of("x/*")));

    assertThat(wildcards.group("a".repeat(100_000))).isEmpty();
  }

  @Test
  void namesWithStarsArePatterns() {
    assertThat(Wildcards.isPattern("openai/*")).isTrue();
    assertThat(Wildcards.isPattern("*-latest")).isTrue();
    assertThat(Wildcards.isPattern("openai/gpt-4o")).isFalse();
  }

  private static List<String> ids(Wildcards wildcards, String name) {
    return wildcards.group(name).orElseThrow().deployments().stream().map(Deployment::id).toList();
  }

  private static Wildcards wildcards(Group... groups) {
    return new Wildcards(
        List.of(groups), d -> d.provider().equals("nobody") ? Optional.empty() : Optional.of(d));
  }

  private static Group group(String name, Deployment... deployments) {
    return new Group(name, Arrays.asList(deployments));
  }
}
