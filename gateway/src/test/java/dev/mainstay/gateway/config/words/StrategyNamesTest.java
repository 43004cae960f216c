package dev.mainstay.gateway.config.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.routing.Strategy;
import org.junit.jupiter.api.Test;

/** SEMANTICS 3.2: the strategies there are. */
class StrategyNamesTest {
  @Test
  void everyNameOfLiteLlmIsTaken() {
    assertThat(StrategyNames.all())
        .containsExactly(
            "simple-shuffle",
            "least-busy",
            "latency-based-routing",
            "usage-based-routing",
            "usage-based-routing-v2",
            "cost-based-routing");
    assertThat(StrategyNames.strategy("round-robin")).isEmpty();
    assertThat(StrategyNames.strategy("Least-Busy")).isEmpty();
  }

  @Test
  void nameMeansWhatItsMethodMeans() {
    assertThat(StrategyNames.strategy("simple-shuffle").orElseThrow())
        .hasSameClassAs(Strategy.simpleShuffle());
    assertThat(StrategyNames.strategy("least-busy").orElseThrow())
        .hasSameClassAs(Strategy.leastBusy());
    assertThat(StrategyNames.strategy("latency-based-routing").orElseThrow())
        .hasSameClassAs(Strategy.latencyBased());
    assertThat(StrategyNames.strategy("usage-based-routing").orElseThrow())
        .hasSameClassAs(Strategy.usageBased());
    assertThat(StrategyNames.strategy("usage-based-routing-v2").orElseThrow())
        .hasSameClassAs(Strategy.usageBased());
    assertThat(StrategyNames.strategy("cost-based-routing").orElseThrow())
        .hasSameClassAs(Strategy.costBased());
  }

  @Test
  void strategyIsCalledByItsFirstName() {
    assertThat(StrategyNames.nameOf(Strategy.usageBased())).contains("usage-based-routing");
    assertThat(StrategyNames.nameOf((members, requirements, random) -> members.getFirst()))
        .isEmpty();
  }
}
