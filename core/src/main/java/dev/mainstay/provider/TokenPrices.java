package dev.mainstay.provider;

import dev.mainstay.model.Usage;
import java.util.OptionalDouble;

/**
 * The prices of one token each, in US dollars, 0 or more.
 *
 * @param input of one read
 * @param cached of one read from the provider's cache; as {@code input} where not known
 * @param cacheWrite of one read and written to that cache; as {@code input} where not known. One
 *     that stays there for an hour costs twice the input
 * @param output of one written
 * @param reasoning of one written as hidden reasoning; as {@code output} where not known
 */
public record TokenPrices(
    OptionalDouble input,
    OptionalDouble cached,
    OptionalDouble cacheWrite,
    OptionalDouble output,
    OptionalDouble reasoning) {
  // As often the price of input.
  // https://docs.claude.com/en/docs/build-with-claude/prompt-caching#pricing
  private static final double FOR_AN_HOUR = 2;

  private static final TokenPrices UNKNOWN =
      new TokenPrices(
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty());

  /**
   * Prices.
   *
   * @throws IllegalArgumentException if one is negative or not a finite number
   */
  public TokenPrices {
    require("the price of input", input);
    require("the price of cached input", cached);
    require("the price of writing to the cache", cacheWrite);
    require("the price of output", output);
    require("the price of reasoning", reasoning);
  }

  /** No price is known. */
  public static TokenPrices unknown() {
    return UNKNOWN;
  }

  /** The prices of a token read and a token written. */
  public static TokenPrices of(double input, double output) {
    return new TokenPrices(
        OptionalDouble.of(input),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.of(output),
        OptionalDouble.empty());
  }

  /**
   * These prices with that of a token read from the provider's cache.
   *
   * @throws IllegalArgumentException if it is negative or not a finite number
   */
  public TokenPrices withCached(double cached) {
    return new TokenPrices(input, OptionalDouble.of(cached), cacheWrite, output, reasoning);
  }

  /**
   * These prices with that of a token written to the provider's cache.
   *
   * @throws IllegalArgumentException if it is negative or not a finite number
   */
  public TokenPrices withCacheWrite(double cacheWrite) {
    return new TokenPrices(input, cached, OptionalDouble.of(cacheWrite), output, reasoning);
  }

  /**
   * These prices with that of a token of hidden reasoning.
   *
   * @throws IllegalArgumentException if it is negative or not a finite number
   */
  public TokenPrices withReasoning(double reasoning) {
    return new TokenPrices(input, cached, cacheWrite, output, OptionalDouble.of(reasoning));
  }

  /** These prices, and those of {@code others} that are not known here. */
  public TokenPrices or(TokenPrices others) {
    return new TokenPrices(
        either(input, others.input),
        either(cached, others.cached),
        either(cacheWrite, others.cacheWrite),
        either(output, others.output),
        either(reasoning, others.reasoning));
  }

  /**
   * What {@code usage} costs: what its provider says, or else, where the prices of what was used
   * are known, what comes of them. Those are the prices of input and output, or of one of them
   * where nothing was used of the other, as with embeddings.
   */
  public OptionalDouble cost(Usage usage) {
    return usage.toldCost().isPresent() ? usage.toldCost() : reckoned(usage);
  }

  private OptionalDouble reckoned(Usage usage) {
    boolean isUnknown = input.isEmpty() && output.isEmpty();
    if (isUnknown
        || (input.isEmpty() && usage.promptTokens() > 0)
        || (output.isEmpty() && usage.completionTokens() > 0)) {
      return OptionalDouble.empty();
    }
    long fromCache = usage.cachedTokens().orElse(0);
    long forAnHour = usage.hourCacheWriteTokens().orElse(0);
    long toCache = Math.max(0, usage.cacheWriteTokens().orElse(0) - forAnHour);
    long reasoned = usage.reasoningTokens().orElse(0);
    double read = input.orElse(0);
    double written = output.orElse(0);
    return OptionalDouble.of(
        Math.max(0, usage.promptTokens() - fromCache - toCache - forAnHour) * read
            + fromCache * cached.orElse(read)
            + toCache * cacheWrite.orElse(read)
            + forAnHour * FOR_AN_HOUR * read
            + Math.max(0, usage.completionTokens() - reasoned) * written
            + reasoned * reasoning.orElse(written));
  }

  private static OptionalDouble either(OptionalDouble own, OptionalDouble other) {
    return own.isPresent() ? own : other;
  }

  private static void require(String what, OptionalDouble price) {
    double value = price.orElse(0);
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          what + " is " + value + "; use a finite number of US dollars a token, 0 or more");
    }
  }
}
