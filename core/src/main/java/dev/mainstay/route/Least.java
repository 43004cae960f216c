package dev.mainstay.route;

import java.util.List;
import java.util.random.RandomGenerator;

/** The candidate that costs least, ties at random. Each cost is asked for once. */
final class Least {
  private Least() {}

  static Member of(List<Member> candidates, Cost cost, RandomGenerator random) {
    int size = candidates.size();
    if (size == 1) {
      return candidates.getFirst();
    }
    double[] costs = new double[size];
    double least = Double.POSITIVE_INFINITY;
    int ties = 0;
    for (int i = 0; i < size; i++) {
      double each = cost.of(candidates.get(i));
      costs[i] = each;
      if (each < least) {
        least = each;
        ties = 0;
      }
      if (each == least) {
        ties++;
      }
    }
    return candidates.get(indexOf(costs, least, ties == 1 ? 0 : random.nextInt(ties)));
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

  /** What choosing a candidate costs: 0 or more, infinity included. */
  interface Cost {
    double of(Member member);
  }
}
