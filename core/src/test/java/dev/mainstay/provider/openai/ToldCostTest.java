package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.model.Usage;
import dev.mainstay.provider.TokenPrices;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider says that an answer costs. */
class ToldCostTest {
  private static final TokenPrices PRICES = TokenPrices.of(0.001, 0.002);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'cost':0.0125|0.0125",
        "'cost':0|0",
        "'cost':0.001,'is_byok':true,'cost_details':{'upstream_inference_cost':0.02}|0.021",
        "'cost':0.03,'is_byok':false,'cost_details':{'upstream_inference_cost':0.03}|0.03",
        "'cost_in_usd_ticks':318319000|0.0318319",
        "'cost_in_usd_ticks':0|0",
        "'cost':{'input_tokens_cost':0.001,'request_cost':0.005,'total_cost':0.006}|0.006"
      })
  void whatTheProviderSaysCountsBeforeAnyPrice(String told, double cost) {
    assertThat(PRICES.cost(usage(told)).orElseThrow()).isEqualTo(cost);
    assertThat(TokenPrices.unknown().cost(usage(told)).orElseThrow()).isEqualTo(cost);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'cost':-1",
        "'cost':null",
        "'cost':'free'",
        "'cost':{}",
        "'cost':1e999",
        "'cost_in_usd_ticks':-1",
        "'cost_in_usd_ticks':null"
      })
  void whatIsNoCostIsNotTakenForOne(String told) {
    assertThat(usage(told).toldCost()).isEmpty();
    assertThat(PRICES.cost(usage(told)).orElseThrow()).isEqualTo(12 * 0.001 + 3 * 0.002);
  }

  @Test
  void costStaysWhenMoreIsTold() {
    Usage told = Usage.of(1, 2).withToldCost(0.5).withCachedTokens(1).withReasoningTokens(1);

    assertThat(told.toldCost()).isEqualTo(OptionalDouble.of(0.5));
    assertThatThrownBy(() -> told.withToldCost(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("toldCost is NaN");
  }

  private static Usage usage(String told) {
    return UsageFields.in(
            Asking.json(
                "{'usage':{'prompt_tokens':12,'completion_tokens':3,'total_tokens':15,"
                    + told
                    + "}}"))
        .orElseThrow();
  }
}
