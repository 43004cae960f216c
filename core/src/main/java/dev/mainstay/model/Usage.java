package dev.mainstay.model;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import java.util.Objects;
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
  private static final String PROMPT_DETAILS = "prompt_tokens_details";
  private static final String COMPLETION_DETAILS = "completion_tokens_details";
  private static final String CACHED = "cached_tokens";
  private static final String REASONING = "reasoning_tokens";
  private static final String WRITTEN = "cache_creation_input_tokens";
  private static final String CACHE_CREATION = "cache_creation";
  private static final String FOR_AN_HOUR = "ephemeral_1h_input_tokens";
  private static final String COST = "cost";

  /**
   * Usage.
   *
   * @throws IllegalArgumentException if the cost is negative or not a finite number
   */
  public Usage {
    Objects.requireNonNull(cachedTokens, "cachedTokens");
    Objects.requireNonNull(reasoningTokens, "reasoningTokens");
    Objects.requireNonNull(cacheWriteTokens, "cacheWriteTokens");
    Objects.requireNonNull(hourCacheWriteTokens, "hourCacheWriteTokens");
    Objects.requireNonNull(toldCost, "toldCost");
    double cost = toldCost.orElse(0);
    if (!(cost >= 0 && Double.isFinite(cost))) {
      throw new IllegalArgumentException(
          "toldCost is " + cost + "; use a finite number of US dollars, 0 or more");
    }
  }

  /** Usage of which no more is told. */
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
        OptionalLong.empty(),
        OptionalDouble.empty());
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

  /** Usage as {@link #json()} writes it; what is not there is 0, or untold. */
  public static Usage of(JsonObject json) {
    Objects.requireNonNull(json, "json");
    return new Usage(
        json.number("prompt_tokens").orElse(0),
        json.number("completion_tokens").orElse(0),
        json.number("total_tokens").orElse(0),
        detail(json, PROMPT_DETAILS, CACHED),
        detail(json, COMPLETION_DETAILS, REASONING),
        json.number(WRITTEN),
        detail(json, CACHE_CREATION, FOR_AN_HOUR),
        json.decimal(COST));
  }

  private static OptionalLong detail(JsonObject json, String details, String name) {
    return json.object(details).map(all -> all.number(name)).orElse(OptionalLong.empty());
  }

  /**
   * The usage in OpenAI's form, with what is told. What was written to a cache is there as
   * Anthropic has it, {@code cost} as OpenRouter does.
   */
  public JsonObject json() {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("prompt_tokens", promptTokens)
            .put("completion_tokens", completionTokens)
            .put("total_tokens", totalTokens);
    putDetail(json, PROMPT_DETAILS, CACHED, cachedTokens);
    putDetail(json, COMPLETION_DETAILS, REASONING, reasoningTokens);
    cacheWriteTokens.ifPresent(tokens -> json.put(WRITTEN, tokens));
    putDetail(json, CACHE_CREATION, FOR_AN_HOUR, hourCacheWriteTokens);
    toldCost.ifPresent(cost -> json.put(COST, cost));
    return json.build();
  }

  private static void putDetail(
      JsonObjectBuilder json, String details, String name, OptionalLong tokens) {
    tokens.ifPresent(count -> json.put(details, JsonObject.builder().put(name, count).build()));
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

  /**
   * This usage and {@code other}. A part that one of them tells is told; their cost is where both
   * tell it, since that of one is not the cost of both.
   */
  public Usage plus(Usage other) {
    Objects.requireNonNull(other, "other");
    return new Usage(
        promptTokens + other.promptTokens,
        completionTokens + other.completionTokens,
        totalTokens + other.totalTokens,
        plus(cachedTokens, other.cachedTokens),
        plus(reasoningTokens, other.reasoningTokens),
        plus(cacheWriteTokens, other.cacheWriteTokens),
        plus(hourCacheWriteTokens, other.hourCacheWriteTokens),
        toldCost.isPresent() && other.toldCost.isPresent()
            ? OptionalDouble.of(toldCost.getAsDouble() + other.toldCost.getAsDouble())
            : OptionalDouble.empty());
  }

  private static OptionalLong plus(OptionalLong one, OptionalLong other) {
    return one.isEmpty() ? other : OptionalLong.of(one.getAsLong() + other.orElse(0));
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
