package dev.mainstay.routing;

import java.util.List;
import java.util.random.RandomGenerator;

/** At random, by {@link Weights}. */
final class SimpleShuffle implements Strategy {

  @Override
  public Candidate choose(
      List<? extends Candidate> candidates, Requirements requirements, RandomGenerator random) {
    int size = candidates.size();
    if (size == 1) {
      return candidates.getFirst();
    }
    Weights weights = Weights.of(candidates);
    if (!weights.differ()) {
      return candidates.get(random.nextInt(size));
    }
    double left = random.nextDouble() * weights.sum();
    for (int i = 0; i < size; i++) {
      left -= weights.of(i);
      if (left < 0) {
        return candidates.get(i);
      }
    }
    return candidates.get(random.nextInt(size));
  }
}
