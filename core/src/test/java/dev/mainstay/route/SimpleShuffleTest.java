package dev.mainstay.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mainstay.gate.Gates;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.ManualTime;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 3.2: shares of many draws of a generator with a seed, within three sigma. */
class SimpleShuffleTest {
  private static final int DRAWS = 2_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # limits of each deployment              | its share of the calls
          -, -                                     | 1, 1
          -, -, -, -                               | 1, 1, 1, 1
          weight=1, weight=3                       | 1, 3
          weight=0.5, weight=0.5, weight=1         | 1, 1, 2
          rpm=100, rpm=300                         | 1, 3
          tpm=1000, tpm=9000                       | 1, 9
          weight=1, weight=5, -                    | 1, 5, 3
          rpm=10, -, rpm=30                        | 1, 2, 3
          weight=1 rpm=900, weight=1 rpm=100       | 1, 1
          rpm=100 tpm=1, rpm=300 tpm=1             | 1, 3
          weight=2, rpm=1000                       | 1, 1
          weight=0, weight=1                       | 0, 1
          weight=0, weight=1, weight=0, weight=3   | 0, 1, 0, 3
          weight=0, weight=0                       | 1, 1
          weight=0, -                              | 1, 1
          """)
  void callsAreSharedOut(String limits, String shares) {
    List<Deployment> deployments = deployments(limits.split(", "));
    double[] expected = Arrays.stream(shares.split(", ")).mapToDouble(Double::valueOf).toArray();
    double sum = Arrays.stream(expected).sum();

    int[] counts = draw(deployments);

    for (int i = 0; i < counts.length; i++) {
      double p = expected[i] / sum;
      double threeSigma = 3 * Math.sqrt(DRAWS * p * (1 - p));
      assertThat((double) counts[i]).isCloseTo(DRAWS * p, within(threeSigma));
    }
  }

  @Test
  void onlyOneIsChosenWithoutChance() {
    Deployment only = Deployment.of("a/only").weight(0);
    RandomGenerator none =
        () -> {
          throw new AssertionError("there is nothing to choose");
        };

    assertThat(
            Strategy.simpleShuffle()
                .choose(members(List.of(only)), Requirements.none(), none)
                .deployment())
        .isSameAs(only);
  }

  private static int[] draw(List<Deployment> deployments) {
    RandomGenerator random = new SplittableRandom(7);
    int[] counts = new int[deployments.size()];
    for (int i = 0; i < DRAWS; i++) {
      counts[
          deployments.indexOf(
              Strategy.simpleShuffle()
                  .choose(members(deployments), Requirements.none(), random)
                  .deployment())]++;
    }
    return counts;
  }

  private static List<Deployment> deployments(String[] limits) {
    Deployment[] deployments = new Deployment[limits.length];
    for (int i = 0; i < limits.length; i++) {
      deployments[i] = Deployment.of("a/" + i);
      for (String limit : limits[i].split(" ")) {
        deployments[i] = with(deployments[i], limit);
      }
    }
    return List.of(deployments);
  }

  private static Deployment with(Deployment deployment, String limit) {
    String value = limit.substring(limit.indexOf('=') + 1);
    return switch (limit.charAt(0)) {
      case 'w' -> deployment.weight(Double.parseDouble(value));
      case 'r' -> deployment.rpm(Long.parseLong(value));
      case 't' -> deployment.tpm(Long.parseLong(value));
      default -> deployment;
    };
  }

  private static List<Member> members(List<Deployment> deployments) {
    Gates gates = new Gates(HealthPolicy.defaults(), RetryBudget.defaults(), new ManualTime());
    return deployments.stream().map(d -> new Member(d, gates.of(d))).toList();
  }
}
