package dev.mainstay.route;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The strategies by LiteLLM's names for them. They keep nothing, so that one of each is enough. */
final class StrategyNames {
  private static final Map<String, Strategy> STRATEGIES = strategies();

  private StrategyNames() {}

  static Optional<Strategy> strategy(String name) {
    return Optional.ofNullable(STRATEGIES.get(name));
  }

  static List<String> all() {
    return List.copyOf(STRATEGIES.keySet());
  }

  private static Map<String, Strategy> strategies() {
    Map<String, Strategy> strategies = new LinkedHashMap<>();
    strategies.put("simple-shuffle", new SimpleShuffle());
    strategies.put("least-busy", new LeastBusy());
    strategies.put("latency-based-routing", new LatencyBased());
    strategies.put("usage-based-routing", new UsageBased());
    strategies.put("usage-based-routing-v2", new UsageBased());
    strategies.put("cost-based-routing", new CostBased());
    return strategies;
  }
}
