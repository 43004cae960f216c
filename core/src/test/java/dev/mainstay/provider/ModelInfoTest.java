package dev.mainstay.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Components;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 3.6: the facts that keep a request away from a deployment. */
class ModelInfoTest {
  private record Change(
      List<String> components, UnaryOperator<ModelInfo> to, List<Object> values) {}

  private static final List<Change> CHANGES =
      List.of(
          change("maxInputTokens", i -> i.withMaxInputTokens(1), OptionalLong.of(1)),
          change("tools", i -> i.withTools(false), Optional.of(false)),
          change("images", i -> i.withImages(true), Optional.of(true)),
          change("jsonSchema", i -> i.withJsonSchema(false), Optional.of(false)),
          change("assistantPrefill", i -> i.withAssistantPrefill(true), Optional.of(true)),
          new Change(
              List.of("inputCost", "outputCost"),
              i -> i.withPrices(0, 2.5e-6),
              List.of(OptionalDouble.of(0), OptionalDouble.of(2.5e-6))));

  static Stream<Change> changes() {
    return CHANGES.stream();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void copyDiffersInWhatItNames(Change change) {
    ModelInfo full = ModelInfo.unknown();
    for (Change each : CHANGES) {
      full = each.to().apply(full);
    }

    ModelInfo after = change.to().apply(ModelInfo.unknown());

    assertThat(after)
        .extracting(change.components().toArray(String[]::new))
        .isEqualTo(change.values());
    assertThat(Components.differing(ModelInfo.unknown(), after))
        .containsExactlyElementsOf(change.components());
    assertThat(change.to().apply(full)).isEqualTo(full);
  }

  @Test
  void everyFactCanBeGiven() {
    List<String> changed = new ArrayList<>();
    CHANGES.forEach(change -> changed.addAll(change.components()));

    assertThat(changed).containsExactlyElementsOf(Components.names(ModelInfo.class));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("max_input_tokens is 0; use a number above 0", i -> i.withMaxInputTokens(0)),
        mistake("input_cost_per_token is -1.0; use a finite number", i -> i.withPrices(-1, 0)),
        mistake("input_cost_per_token is NaN; use a", i -> i.withPrices(Double.NaN, 0)),
        mistake(
            "output_cost_per_token is Infinity; use a",
            i -> i.withPrices(0, Double.POSITIVE_INFINITY)));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void impossibleFactIsRefusedWithTheRemedy(String message, UnaryOperator<ModelInfo> change) {
    assertThatThrownBy(() -> change.apply(ModelInfo.unknown()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  private static Arguments mistake(String message, UnaryOperator<ModelInfo> change) {
    return Arguments.of(message, change);
  }

  private static Change change(String component, UnaryOperator<ModelInfo> to, Object value) {
    return new Change(List.of(component), to, List.of(value));
  }
}
