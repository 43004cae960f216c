package dev.mainstay.provider;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a deployment's model. What is not known is not assumed: only a known fact keeps
 * a request away from a deployment.
 */
public final class ModelInfo {
  private static final ModelInfo UNKNOWN =
      new ModelInfo(OptionalLong.empty(), OptionalLong.empty(), Map.of(), TokenPrices.unknown());

  private final OptionalLong maxInputTokens;
  private final OptionalLong maxOutputTokens;
  private final Map<ModelFeature, Boolean> features;
  private final TokenPrices prices;

  private ModelInfo(
      OptionalLong maxInputTokens,
      OptionalLong maxOutputTokens,
      Map<ModelFeature, Boolean> features,
      TokenPrices prices) {
    this.maxInputTokens = maxInputTokens;
    this.maxOutputTokens = maxOutputTokens;
    this.features = features;
    this.prices = prices;
  }

  /** Nothing is known. */
  public static ModelInfo unknown() {
    return UNKNOWN;
  }

  /** The longest prompt it takes, in tokens. */
  public OptionalLong maxInputTokens() {
    return maxInputTokens;
  }

  /** The longest answer it gives, in tokens. */
  public OptionalLong maxOutputTokens() {
    return maxOutputTokens;
  }

  /** Whether it has {@code feature}. */
  public Optional<Boolean> has(ModelFeature feature) {
    Objects.requireNonNull(feature, "feature");
    return Optional.ofNullable(features.get(feature));
  }

  /** What its tokens cost. */
  public TokenPrices prices() {
    return prices;
  }

  /**
   * These facts with the longest prompt the model takes, in tokens.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public ModelInfo withMaxInputTokens(long tokens) {
    requirePositive("the longest prompt", tokens);
    return new ModelInfo(OptionalLong.of(tokens), maxOutputTokens, features, prices);
  }

  /**
   * These facts with the longest answer the model gives, in tokens.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public ModelInfo withMaxOutputTokens(long tokens) {
    requirePositive("the longest answer", tokens);
    return new ModelInfo(maxInputTokens, OptionalLong.of(tokens), features, prices);
  }

  /** These facts with whether the model has {@code feature}. */
  public ModelInfo with(ModelFeature feature, boolean has) {
    Objects.requireNonNull(feature, "feature");
    Map<ModelFeature, Boolean> all = copy();
    all.put(feature, has);
    return new ModelInfo(maxInputTokens, maxOutputTokens, all, prices);
  }

  /** These facts with what its tokens cost. */
  public ModelInfo withPrices(TokenPrices prices) {
    Objects.requireNonNull(prices, "prices");
    return new ModelInfo(maxInputTokens, maxOutputTokens, features, prices);
  }

  /** These facts, and those of {@code others} that are not known here. */
  public ModelInfo or(ModelInfo others) {
    Objects.requireNonNull(others, "others");
    Map<ModelFeature, Boolean> all = copy();
    others.features.forEach(all::putIfAbsent);
    return new ModelInfo(
        maxInputTokens.isPresent() ? maxInputTokens : others.maxInputTokens,
        maxOutputTokens.isPresent() ? maxOutputTokens : others.maxOutputTokens,
        all,
        prices.or(others.prices));
  }

  private Map<ModelFeature, Boolean> copy() {
    Map<ModelFeature, Boolean> copy = new EnumMap<>(ModelFeature.class);
    copy.putAll(features);
    return copy;
  }

  private static void requirePositive(String what, long tokens) {
    if (tokens <= 0) {
      throw new IllegalArgumentException(what + " is " + tokens + "; use a number above 0");
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ModelInfo that
        && maxInputTokens.equals(that.maxInputTokens)
        && maxOutputTokens.equals(that.maxOutputTokens)
        && features.equals(that.features)
        && prices.equals(that.prices);
  }

  @Override
  public int hashCode() {
    return Objects.hash(maxInputTokens, maxOutputTokens, features, prices);
  }

  @Override
  public String toString() {
    return "ModelInfo[maxInputTokens="
        + maxInputTokens
        + ", maxOutputTokens="
        + maxOutputTokens
        + ", features="
        + features
        + ", prices="
        + prices
        + "]";
  }
}
