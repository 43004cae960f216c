package dev.mainstay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mainstay.provider.Deployment;
import dev.mainstay.route.Member;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
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
          weight=9, weight=1                       | 9, 1
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
          weight=0, weight=3, -                    | 0, 2, 1
          weight=0 rpm=1, rpm=9                    | 1, 1
          weight=0, -                              | 1, 1
          """)
  void callsAreSharedOut(String limits, String shares) {
    Deployment[] deployments = deployments(limits.split(", "));
    double[] expected = Arrays.stream(shares.split(", ")).mapToDouble(Double::valueOf).toArray();
    double sum = Arrays.stream(expected).sum();

    int[] counts =
        Members.count(
            Strategy.simpleShuffle(), Members.of(deployments), new SplittableRandom(7), DRAWS);

    for (int i = 0; i < counts.length; i++) {
      double p = expected[i] / sum;
      double threeSigma = 3 * Math.sqrt(DRAWS * p * (1 - p));
      assertThat((double) counts[i]).isCloseTo(DRAWS * p, within(threeSigma));
    }
  }

  @Test
  void deploymentOfNoWeightIsNotChosenWhateverComesUp() {
    List<Member> members = Members.of(deployments(new String[] {"weight=0", "weight=1"}));

    assertThat(Members.count(Strategy.simpleShuffle(), members, () -> 0, 1)).containsExactly(0, 1);
  }

  private static Deployment[] deployments(String[] limits) {
    Deployment[] deployments = new Deployment[limits.length];
    for (int i = 0; i < limits.length; i++) {
      deployments[i] = Deployment.of("a/" + i);
      for (String limit : limits[i].split(" ")) {
        deployments[i] = with(deployments[i], limit);
      }
    }
    return deployments;
  }

  private static Deployment with(Deployment deployment, String limit) {
    String value = limit.substring(limit.indexOf('=') + 1);
    return switch (limit.charAt(0)) {
      case 'w' -> deployment.withWeight(Double.parseDouble(value));
      case 'r' -> deployment.withRpm(Long.parseLong(value));
      case 't' -> deployment.withTpm(Long.parseLong(value));
      default -> deployment;
    };
  }
}
