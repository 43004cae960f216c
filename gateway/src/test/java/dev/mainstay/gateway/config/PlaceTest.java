package dev.mainstay.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlaceTest {
  private static final String WRONG = "[[1]]";

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource
  void keyThatHasAnEffectIsRead(Place place, String key) {
    ConfigReport report = Reading.of(textWith(place, key));

    assertThat(report.problems())
        .as("a value of the wrong type at %s", key)
        .anyMatch(problem -> problem.isError() && problem.line() == 2);
  }

  static Stream<Arguments> keyThatHasAnEffectIsRead() {
    return Arrays.stream(Place.values())
        .flatMap(place -> place.own().stream().map(key -> Arguments.of(place, key)));
  }

  @ParameterizedTest
  @EnumSource
  void keyEitherHasAnEffectOrHasNot(Place place) {
    Set<String> both = new HashSet<>(place.own());
    both.retainAll(place.foreign());

    assertThat(both).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyKeyOfLiteLlmIsNamedInAWarning(Place place) {
    assertThat(place.foreign())
        .allSatisfy(key ->
            assertThat(place.remark(key))
                .startsWith(key)
                .contains("LiteLLM has it, Mainstay does not implement it"));
  }

  /** A section of {@code place} with one key, to be added to a file that has none of it. */
  static String sectionWith(Place place, String key, String value) {
    String entry = key + ": " + value + "\n";
    return switch (place) {
      case TOP -> entry;
      case ROUTER -> "router_settings:\n  " + entry;
      case LITELLM -> "litellm_settings:\n  " + entry;
      case GENERAL -> "general_settings:\n  " + entry;
      case PARAMS ->
          "  - {model_name: p, litellm_params: {model: openai/x, api_key: k, "
              + key
              + ": "
              + value
              + "}}\n";
      case MODEL_INFO ->
          "  - {model_name: p, litellm_params: {model: openai/x, api_key: k}, model_info: {"
              + key
              + ": "
              + value
              + "}}\n";
      case MODEL, ALIAS, CREDENTIAL, BUDGET ->
          throw new IllegalArgumentException(place + " is not a section");
    };
  }

  /** The key stands in line 2. */
  private static String textWith(Place place, String key) {
    String entry = key + ": " + WRONG + "\n";
    return switch (place) {
      case TOP -> "\n" + entry;
      case MODEL -> "model_list:\n  - " + entry;
      case MODEL_INFO ->
          "model_list: [{model_name: a, litellm_params: {model: openai/x}, model_info: {\n"
              + key
              + ": "
              + WRONG
              + "}}]";
      case CREDENTIAL -> "credential_list: [{\n" + key + ": " + WRONG + "}]";
      case PARAMS ->
          "model_list: [{model_name: a, litellm_params: {\n" + key + ": " + WRONG + "}}]";
      case ROUTER -> "router_settings:\n  " + entry;
      case LITELLM -> "litellm_settings:\n  " + entry;
      case ALIAS ->
          "router_settings: {model_group_alias: {x: {model: a,\n" + key + ": " + WRONG + "}}}";
      case BUDGET -> "router_settings: {retry_budget: {\n" + key + ": " + WRONG + "}}";
      case GENERAL -> "general_settings:\n  " + entry;
    };
  }
}
