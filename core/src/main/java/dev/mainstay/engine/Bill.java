package dev.mainstay.engine;

import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.TokenPrices;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an answer costs.
 *
 * @param prices those of the deployment that answers
 * @param round the attempts before, where it broke
 */
record Bill(TokenPrices prices, Round round) {
  private static final String USAGE = "usage";
  private static final String COST = "cost";

  /** What it costs in US dollars, once {@code used} is told; nothing where that is not known. */
  OptionalDouble total(Optional<Usage> used) {
    return round.cost(prices, used);
  }

  /** {@code chunk}, with the cost in the usage in it, unless its provider tells that itself. */
  ChatChunk priced(ChatChunk chunk) {
    Optional<JsonObject> told =
        chunk.json().flatMap(json -> json.object(USAGE)).filter(usage -> !usage.hasValue(COST));
    OptionalDouble total = told.isEmpty() ? OptionalDouble.empty() : total(usage(chunk));
    if (total.isEmpty()) {
      return chunk;
    }
    JsonObject priced = told.get().with(COST, JsonNumber.of(total.getAsDouble()));
    return new ChatChunk(chunk.events(), chunk.json().map(json -> json.with(USAGE, priced)));
  }

  private static Optional<Usage> usage(ChatChunk chunk) {
    return chunk.events().stream()
        .filter(UsageReported.class::isInstance)
        .map(event -> ((UsageReported) event).usage())
        .reduce((first, last) -> last);
  }
}
