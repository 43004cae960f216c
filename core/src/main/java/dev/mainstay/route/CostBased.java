package dev.mainstay.route;

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
  public Member choose(List<Member> candidates, Requirements requirements, RandomGenerator random) {
    List<Member> cheapest = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < candidates.size(); i++) {
      Member member = candidates.get(i);
      double cost = cost(member, requirements);
      if (cost < least) {
        least = cost;
        cheapest.clear();
      }
      if (cost == least) {
        cheapest.add(member);
      }
    }
    return amongEqual.choose(cheapest, requirements, random);
  }

  private static double cost(Member member, Requirements requirements) {
    double input = member.inputCost();
    double output = member.outputCost();
    return Double.isNaN(input) || Double.isNaN(output)
        ? Double.POSITIVE_INFINITY
        : input * requirements.likelyInputTokens() + output * requirements.likelyOutputTokens();
  }
}
