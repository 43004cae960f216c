package dev.mainstay.pace;

import dev.mainstay.provider.Quantity;

/**
 * What an attempt may use, before anybody knows.
 *
 * @param inputTokens tokens it will read, from 0
 * @param outputTokens the most that it may write, from 0; 0 where nothing bounds that
 */
public record Estimate(long inputTokens, long outputTokens) {

  /** Checks that neither is below 0. */
  public Estimate {
    if (inputTokens < 0 || outputTokens < 0) {
      throw new IllegalArgumentException(
          "the tokens are " + inputTokens + " and " + outputTokens + "; use 0 or more");
    }
  }

  /** How much it is of {@code quantity}. */
  double of(Quantity quantity) {
    return switch (quantity) {
      case REQUESTS -> 1;
      case TOKENS -> inputTokens + outputTokens;
      case INPUT_TOKENS -> inputTokens;
      case OUTPUT_TOKENS -> outputTokens;
    };
  }
}
