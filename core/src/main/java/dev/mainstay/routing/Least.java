package dev.mainstay.routing;

import java.util.List;
import java.util.random.RandomGenerator;

/** The candidate that costs least, ties at random. */
final class Least {
  private Least() {}

  /**
   * The cheapest of {@code candidates}.
   *
   * @param costs what each costs: a number, infinity included
   */
  static Candidate of(
      List<? extends Candidate> candidates, double[] costs, RandomGenerator random) {
    double least = Double.POSITIVE_INFINITY;
    int ties = 0;
    for (double cost : costs) {
      if (cost < least) {
        least = cost;
        ties = 0;
      }
      if (cost == least) {
        ties++;
      }
    }
    int skipped = ties == 1 ? 0 : random.nextInt(ties);
    return candidates.get(indexOf(costs, least, skipped));
  }

  private static int indexOf(double[] costs, double least, int skipped) {
    int left = skipped;
    for (int i = 0; i < costs.length; i++) {
      if (costs[i] == least && left-- == 0) {
        return i;
      }
    }
    throw new IllegalStateException("a cost is not a number");
  }
}
