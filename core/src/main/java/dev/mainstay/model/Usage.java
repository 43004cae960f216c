package dev.mainstay.model;

import java.util.OptionalDouble;
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
 * @param toldCost what the provider says that it costs in US dollars, where it does: a finite
 *     number, 0 or more
 */
public record Usage(
    long promptTokens,
    long completionTokens,
    long totalTokens,
    OptionalLong cachedTokens,
    OptionalLong reasoningTokens,
    OptionalLong cacheWriteTokens,
    OptionalLong hourCacheWriteTokens,
    OptionalDouble toldCost) {

  /**
   * Usage.
   *
   * @throws IllegalArgumentException if the cost is negative or not a finite number
   */
  public Usage {
    double cost = toldCost.orElse(0);
    if (!(cost >= 0 && Double.isFinite(cost))) {
      throw new IllegalArgumentException(
          "toldCost is " + cost + "; use a finite number of US dollars, 0 or more");
    }
  }

  /** Usage whose cost the provider does not tell. */
  public Usage(
      long promptTokens,
      long completionTokens,
      long totalTokens,
      OptionalLong cachedTokens,
      OptionalLong reasoningTokens,
      OptionalLong cacheWriteTokens,
      OptionalLong hourCacheWriteTokens) {
    this(
        promptTokens,
        completionTokens,
        totalTokens,
        cachedTokens,
        reasoningTokens,
        cacheWriteTokens,
        hourCacheWriteTokens,
        OptionalDouble.empty());
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

  /**
   * This usage, which its provider says to cost so many US dollars.
   *
   * @throws IllegalArgumentException if that is negative or not a finite number
   */
  public Usage withToldCost(double cost) {
    return new Usage(
        promptTokens,
        completionTokens,
        totalTokens,
        cachedTokens,
        reasoningTokens,
        cacheWriteTokens,
        hourCacheWriteTokens,
        OptionalDouble.of(cost));
  }

  private Usage with(
      OptionalLong cached, OptionalLong reasoning, OptionalLong written, OptionalLong forAnHour) {
    return new Usage(
        promptTokens,
        completionTokens,
        totalTokens,
        cached,
        reasoning,
        written,
        forAnHour,
        toldCost);
  }
}
