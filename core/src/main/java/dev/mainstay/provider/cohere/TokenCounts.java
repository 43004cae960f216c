package dev.mainstay.provider.cohere;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.Usage;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Cohere's usage: the tokens read and written; those billed, which may be fewer, where not told.
 */
final class TokenCounts {
  private TokenCounts() {}

  /** The usage in {@code json}, where it tells any. */
  static Optional<Usage> in(JsonObject json) {
    Optional<JsonObject> usage = json.object("usage");
    return Stream.of("tokens", "billed_units")
        .flatMap(name -> usage.flatMap(told -> told.object(name)).stream())
        .filter(counts -> counts.number("input_tokens").isPresent())
        .findFirst()
        .map(counts -> usage(counts, usage.orElseThrow().number("cached_tokens")));
  }

  private static Usage usage(JsonObject counts, OptionalLong cached) {
    Usage usage =
        Usage.of(counts.number("input_tokens").orElse(0), counts.number("output_tokens").orElse(0));
    return cached.isPresent() ? usage.withCachedTokens(cached.getAsLong()) : usage;
  }
}
