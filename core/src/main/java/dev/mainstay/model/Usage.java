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
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  /** So many tokens read and written, of which no more is told. */
  public static Usage of(long promptTokens, long completionTokens) {
    return new Usage(
        promptTokens,
        completionTokens,
        promptTokens + completionTokens,
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  /** This usage, so much of whose prompt came from a cache. */
  public Usage withCachedTokens(long tokens) {
    return with(OptionalLong.of(tokens), reasoningTokens, cacheWriteTokens, hourCacheWriteTokens);
  }

  /** This usage, so much of whose completion was reasoning. */
  public Usage withReasoningTokens(long tokens) {
    return with(cachedTokens, OptionalLong.of(tokens), cacheWriteTokens, hourCacheWriteTokens);
  }

  /** This usage, so much of whose prompt was written to a cache. */
  public Usage withCacheWriteTokens(long tokens) {
    return with(cachedTokens, reasoningTokens, OptionalLong.of(tokens), hourCacheWriteTokens);
  }

  /** This usage, so much of whose prompt was written to a cache for an hour. */
  public Usage withHourCacheWriteTokens(long tokens) {
    return with(cachedTokens, reasoningTokens, cacheWriteTokens, OptionalLong.of(tokens));
  }

  private Usage with(
      OptionalLong cached, OptionalLong reasoning, OptionalLong written, OptionalLong forAnHour) {
    return new Usage(
        promptTokens, completionTokens, totalTokens, cached, reasoning, written, forAnHour);
  }
}
