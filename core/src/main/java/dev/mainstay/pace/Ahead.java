package dev.mainstay.pace;

import dev.mainstay.provider.Quantity;

/**
 * Those who go before one that waits.
 *
 * @param calls how many
 * @param inputTokens what all of them read, as far as that is counted
 * @param outputTokens what all of them are likely to write, as far as that is counted
 */
public record Ahead(int calls, double inputTokens, double outputTokens) {
  /** What one of them uses in the mean. */
  double each(Quantity quantity) {
    return calls == 0 ? 0 : all(quantity) / calls;
  }

  private double all(Quantity quantity) {
    return switch (quantity) {
      case REQUESTS -> calls;
      case TOKENS -> inputTokens + outputTokens;
      case INPUT_TOKENS -> inputTokens;
      case OUTPUT_TOKENS -> outputTokens;
    };
  }
}
