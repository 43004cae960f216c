package dev.mainstay.route;

import dev.mainstay.provider.ModelInfo;
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
      double cost = cost(member.deployment().info(), requirements);
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

  private static double cost(ModelInfo info, Requirements requirements) {
    if (info.inputCost().isEmpty() || info.outputCost().isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    return info.inputCost().getAsDouble() * requirements.likelyInputTokens()
        + info.outputCost().getAsDouble() * requirements.likelyOutputTokens();
  }
}
