package dev.mainstay.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.model.Usage;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 3.6: the facts that keep a request away from a deployment. */
class ModelInfoTest {
  private static final OptionalDouble NO_PRICE = OptionalDouble.empty();
  private static final Offset<Double> EXACT = Offset.offset(1e-15);

  @ParameterizedTest
  @EnumSource(ModelFeature.class)
  void nothingIsAssumedOfAFeature(ModelFeature feature) {
    assertThat(ModelInfo.unknown().has(feature)).isEmpty();
    assertThat(ModelInfo.unknown().with(feature, false).has(feature)).contains(false);
    for (ModelFeature other : ModelFeature.values()) {
      if (other != feature) {
        assertThat(ModelInfo.unknown().with(feature, true).has(other)).isEmpty();
      }
    }
  }

  @Test
  void ownFactsGoBeforeOthers() {
    ModelInfo own =
        ModelInfo.unknown()
            .withMaxInputTokens(10)
            .with(ModelFeature.TOOLS, false)
            .withPrices(
                new TokenPrices(OptionalDouble.of(1), NO_PRICE, NO_PRICE, NO_PRICE, NO_PRICE));
    ModelInfo others =
        ModelInfo.unknown()
            .withMaxInputTokens(20)
            .withMaxOutputTokens(5)
            .with(ModelFeature.TOOLS, true)
            .with(ModelFeature.IMAGES, true)
            .withPrices(TokenPrices.of(7, 8));

    assertThat(own.or(others))
        .isEqualTo(
            ModelInfo.unknown()
                .withMaxInputTokens(10)
                .withMaxOutputTokens(5)
                .with(ModelFeature.TOOLS, false)
                .with(ModelFeature.IMAGES, true)
                .withPrices(TokenPrices.of(1, 8)));
    assertThat(own.or(ModelInfo.unknown())).isEqualTo(own).hasSameHashCodeAs(own);
    assertThat(ModelInfo.unknown().or(others)).isEqualTo(others);
  }

  @Test
  void costCountsEachKindOfTokenOnce() {
    TokenPrices prices =
        new TokenPrices(
            OptionalDouble.of(2),
            OptionalDouble.of(0.5),
            OptionalDouble.of(3),
            OptionalDouble.of(10),
            OptionalDouble.of(20));
    Usage usage =
        Usage.of(100, 30).withCachedTokens(60).withReasoningTokens(10).withCacheWriteTokens(15);

    // 25 read, 60 of the cache, 15 to the cache, 20 written, 10 reasoned.
    assertThat(prices.cost(usage).orElseThrow()).isEqualTo(50 + 30 + 45 + 200 + 200.0, EXACT);
  }

  @Test
  void whatStaysInTheCacheForAnHourCostsTwiceTheInput() {
    TokenPrices prices =
        new TokenPrices(
            OptionalDouble.of(4), NO_PRICE, OptionalDouble.of(5), OptionalDouble.of(10), NO_PRICE);
    Usage usage = Usage.of(100, 1).withCacheWriteTokens(30).withHourCacheWriteTokens(20);

    // 70 read, 10 to the cache for 5 minutes, 20 for an hour, 1 written.
    assertThat(prices.cost(usage).orElseThrow()).isEqualTo(280 + 50 + 160 + 10.0, EXACT);
  }

  @Test
  void costFallsBackToThePlainPriceAndIsUnknownWithoutOne() {
    Usage usage = Usage.of(100, 30).withCachedTokens(60).withReasoningTokens(10);

    assertThat(TokenPrices.of(2, 10).cost(usage).orElseThrow()).isEqualTo(500, EXACT);
    assertThat(TokenPrices.unknown().cost(usage)).isEmpty();
    assertThat(
            new TokenPrices(OptionalDouble.of(1), NO_PRICE, NO_PRICE, NO_PRICE, NO_PRICE)
                .cost(usage))
        .isEmpty();
  }

  // Some count tokens of a cache beside those of the prompt.
  @Test
  void costIsNeverNegative() {
    Usage odd = new Usage(10, 5, 15, OptionalLong.of(60), OptionalLong.of(50));

    assertThat(TokenPrices.of(1, 1).cost(odd).orElseThrow()).isEqualTo(110, EXACT);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("the longest prompt is 0; use a number above 0", i -> i.withMaxInputTokens(0)),
        mistake("the longest answer is -1; use a number above 0", i -> i.withMaxOutputTokens(-1)),
        mistake(
            "the price of input is -1.0; use a finite number",
            i -> i.withPrices(TokenPrices.of(-1, 0))),
        mistake(
            "the price of input is NaN; use a", i -> i.withPrices(TokenPrices.of(Double.NaN, 0))),
        mistake(
            "the price of output is Infinity; use a",
            i -> i.withPrices(TokenPrices.of(0, Double.POSITIVE_INFINITY))));
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
}
