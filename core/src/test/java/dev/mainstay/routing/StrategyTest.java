package dev.mainstay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.provider.Deployment;
import dev.mainstay.route.Member;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 3.2: the strategies there are, and what holds for each. */
class StrategyTest {
  private static final RandomGenerator NONE =
      () -> {
        throw new AssertionError("there is nothing to choose");
      };

  static Stream<Strategy> strategies() {
    return Stream.of(
        Strategy.simpleShuffle(),
        Strategy.leastBusy(),
        Strategy.latencyBased(),
        Strategy.usageBased(),
        Strategy.costBased(),
        Strategy.simpleShuffle().withAffinity(),
        Strategy.simpleShuffle().inOrder());
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void onlyOneIsChosenWithoutChance(Strategy strategy) {
    List<Member> only = Members.of(Deployment.of("a/only").withWeight(0));

    assertThat(strategy.choose(only, Members.NO_REQUIREMENTS, NONE)).isSameAs(only.getFirst());
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
