package dev.mainstay.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mainstay.model.Usage;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What a call costs: each sort of token has its price. */
class TokenPricesTest {
  private static final Offset<Double> ROUNDING = within(1e-9);
  private static final TokenPrices PRICES =
      TokenPrices.of(2, 10).withCached(0.5).withCacheWrite(3).withReasoning(20);

  // 1,000 read: 500 from the cache, 300 to it, of which 100 for an hour; 150 written.
  private static final Usage USAGE =
      Usage.of(1_000, 150)
          .withCachedTokens(500)
          .withReasoningTokens(50)
          .withCacheWriteTokens(300)
          .withHourCacheWriteTokens(100);

  @Test
  void everySortOfTokenHasItsPriceAndAnHourInTheCacheCostsTwiceTheInput() {
    double read = 200 * 2 + 500 * 0.5;
    double toCache = 200 * 3 + 100 * 2 * 2;
    double written = 100 * 10 + 50 * 20;

    assertThat(PRICES.cost(USAGE).orElseThrow()).isEqualTo(read + toCache + written, ROUNDING);
  }

  @Test
  void pricesThatAreNotKnownAreThoseOfInputAndOutput() {
    double expected = 200 * 2 + 500 * 2 + 200 * 2 + 100 * 2 * 2 + 150 * 10;

    assertThat(TokenPrices.of(2, 10).cost(USAGE).orElseThrow()).isEqualTo(expected, ROUNDING);
  }

  @Test
  void nothingIsToldWhereNoPriceIsKnown() {
    assertThat(TokenPrices.unknown().cost(USAGE)).isEmpty();
  }
}
