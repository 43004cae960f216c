package dev.mainstay.provider;

import dev.mainstay.model.EmbeddingRequest;

/**
 * How much a provider embeds at once.
 *
 * @param inputs how many inputs {@link Provider#embed} takes, above 0
 * @param tokens how many tokens all of them may have together, above 0
 */
public record EmbeddingLimit(int inputs, long tokens) {
  /**
   * A limit.
   *
   * @throws IllegalArgumentException if one of both is not above 0
   */
  public EmbeddingLimit {
    if (inputs < 1 || tokens < 1) {
      throw new IllegalArgumentException(
          "a limit of "
              + inputs
              + " inputs and "
              + tokens
              + " tokens takes nothing; use 1 or more");
    }
  }

  /** {@code count} inputs, however long an {@link EmbeddingRequest} may be. */
  public static EmbeddingLimit ofInputs(int count) {
    return new EmbeddingLimit(count, Long.MAX_VALUE);
  }

  /** The limit that keeps this and {@code other}. */
  public EmbeddingLimit and(EmbeddingLimit other) {
    return new EmbeddingLimit(Math.min(inputs, other.inputs), Math.min(tokens, other.tokens));
  }
}
