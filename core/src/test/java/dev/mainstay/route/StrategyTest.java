package dev.mainstay.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Deployment;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 3.2: the strategies there are, and what holds for each. */
class StrategyTest {
  private static final RandomGenerator NONE =
      () -> {
        throw new AssertionError("there is nothing to choose");
      };

  static Stream<Strategy> strategies() {
    Stream<Strategy> named = Strategy.names().stream().map(n -> Strategy.named(n).orElseThrow());
    Stream<Strategy> wrapped =
        Stream.of(Strategy.simpleShuffle().sticky(), Strategy.simpleShuffle().inOrder());
    return Stream.concat(named, wrapped);
  }

  @Test
  void everyNameOfLiteLlmIsTaken() {
    assertThat(Strategy.names())
        .containsExactly(
            "simple-shuffle",
            "least-busy",
            "latency-based-routing",
            "usage-based-routing",
            "usage-based-routing-v2",
            "cost-based-routing");
    assertThat(Strategy.named("round-robin")).isEmpty();
    assertThat(Strategy.named("Least-Busy")).isEmpty();
  }

  @Test
  void nameMeansWhatItsMethodMeans() {
    assertThat(Strategy.named("simple-shuffle").orElseThrow())
        .hasSameClassAs(Strategy.simpleShuffle());
    assertThat(Strategy.named("least-busy").orElseThrow()).hasSameClassAs(Strategy.leastBusy());
    assertThat(Strategy.named("latency-based-routing").orElseThrow())
        .hasSameClassAs(Strategy.latencyBased());
    assertThat(Strategy.named("usage-based-routing").orElseThrow())
        .hasSameClassAs(Strategy.usageBased());
    assertThat(Strategy.named("usage-based-routing-v2").orElseThrow())
        .hasSameClassAs(Strategy.usageBased());
    assertThat(Strategy.named("cost-based-routing").orElseThrow())
        .hasSameClassAs(Strategy.costBased());
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void onlyOneIsChosenWithoutChance(Strategy strategy) {
    List<Member> only = Members.of(Deployment.of("a/only").withWeight(0));

    assertThat(strategy.choose(only, Requirements.none(), NONE)).isSameAs(only.getFirst());
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void everybodyHasTheSameChanceWhereNothingIsKnown(Strategy strategy) {
    List<Member> members = Members.ofMany(4);

    int[] counts = Members.count(strategy, members, new SplittableRandom(11), 2_000);

    // 500 each, with a standard deviation of sqrt(2,000 / 4 * 3 / 4) = 19.4.
    for (int count : counts) {
      assertThat(count).isBetween(442, 558);
    }
  }
}
