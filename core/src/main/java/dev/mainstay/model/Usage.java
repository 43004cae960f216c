package dev.mainstay.model;

import java.util.OptionalLong;

/**
 * Tokens used, as the provider counted them.
 *
 * @param promptTokens tokens read
 * @param completionTokens tokens written, hidden reasoning included
 * @param totalTokens both
 * @param cachedTokens those of the prompt that came from a cache, where told
 * @param reasoningTokens those of the completion that were reasoning, where told
 * @param cacheWriteTokens those of the prompt that were written to a cache, where told
 * @param hourCacheWriteTokens those of them that stay there for an hour, which costs more, where
 *     told
 */
public record Usage(
    long promptTokens,
    long completionTokens,
    long totalTokens,
    OptionalLong cachedTokens,
    OptionalLong reasoningTokens,
    OptionalLong cacheWriteTokens,
    OptionalLong hourCacheWriteTokens) {

  /** Usage of which nothing was written to a cache for an hour. */
  public Usage(
      long promptTokens,
      long completionTokens,
      long totalTokens,
      OptionalLong cachedTokens,
      OptionalLong reasoningTokens,
      OptionalLong cacheWriteTokens) {
    this(
        promptTokens,
        completionTokens,
        totalTokens,
        cachedTokens,
        reasoningTokens,
        cacheWriteTokens,
        OptionalLong.empty());
  }

  /** Usage of which nothing was written to a cache that is charged for. */
  public Usage(
      long promptTokens,
      long completionTokens,
      long totalTokens,
      OptionalLong cachedTokens,
      OptionalLong reasoningTokens) {
    this(
        promptTokens,
        completionTokens,
        totalTokens,
        cachedTokens,
        reasoningTokens,
        OptionalLong.empty());
  }
}
