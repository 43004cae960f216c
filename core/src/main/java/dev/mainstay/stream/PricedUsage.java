package dev.mainstay.stream;

import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.Usage;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The usage in a chunk's JSON, with what the answer costs. */
public final class PricedUsage {
  private static final String USAGE = "usage";
  private static final String COST = "cost";

  private PricedUsage() {}

  /**
   * {@code chunk}, with the cost in the usage in it, unless its provider tells that itself or it is
   * not known.
   *
   * @param cost what the answer costs in US dollars, by the usage that the chunk tells
   */
  public static ChatChunk of(ChatChunk chunk, Function<Optional<Usage>, OptionalDouble> cost) {
    Optional<JsonObject> told =
        chunk.json().flatMap(json -> json.object(USAGE)).filter(usage -> !usage.hasValue(COST));
    OptionalDouble total = told.isEmpty() ? OptionalDouble.empty() : cost.apply(usage(chunk));
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
