package dev.mainstay.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The cheapest for the tokens this request is expected to take; unknown prices last, ties by {@link
 * SimpleShuffle}.
 */
final class CostBased implements Strategy {
  private final Strategy amongEqual = new SimpleShuffle();

  @Override
  public Candidate choose(
      List<? extends Candidate> candidates, Requirements requirements, RandomGenerator random) {
    List<Candidate> cheapest = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      double cost = cost(candidate, requirements);
      if (cost < least) {
        least = cost;
        cheapest.clear();
      }
      if (cost == least) {
        cheapest.add(candidate);
      }
    }
    return amongEqual.choose(cheapest, requirements, random);
  }

  private static double cost(Candidate candidate, Requirements requirements) {
    double input = candidate.inputCost();
    double output = candidate.outputCost();
    return Double.isNaN(input) || Double.isNaN(output)
        ? Double.POSITIVE_INFINITY
        : input * requirements.likelyInputTokens() + output * requirements.likelyOutputTokens();
  }
}
