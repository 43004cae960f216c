package dev.mainstay.gateway.config.words;

import dev.mainstay.routing.Strategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The strategies by LiteLLM's names for them. They keep nothing, so that one of each is enough. */
public final class StrategyNames {
  private static final Map<String, Strategy> STRATEGIES = strategies();

  private StrategyNames() {}

  /** The strategy that LiteLLM calls {@code name}; there is one for each of {@link #all}. */
  public static Optional<Strategy> strategy(String name) {
    return Optional.ofNullable(STRATEGIES.get(name));
  }

  /** The first name of {@code strategy}, where it is one of these. */
  public static Optional<String> nameOf(Strategy strategy) {
    return STRATEGIES.entrySet().stream()
        .filter(named -> named.getValue().getClass() == strategy.getClass())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The names there are. */
  public static List<String> all() {
    return List.copyOf(STRATEGIES.keySet());
  }

  private static Map<String, Strategy> strategies() {
    Map<String, Strategy> strategies = new LinkedHashMap<>();
    strategies.put("simple-shuffle", Strategy.simpleShuffle());
    strategies.put("least-busy", Strategy.leastBusy());
    strategies.put("latency-based-routing", Strategy.latencyBased());
    strategies.put("usage-based-routing", Strategy.usageBased());
    strategies.put("usage-based-routing-v2", Strategy.usageBased());
    strategies.put("cost-based-routing", Strategy.costBased());
    return strategies;
  }
}
