package dev.mainstay.route;

import dev.mainstay.provider.Deployment;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * At random, weighted by the first of weight, rpm and tpm that any candidate has; one without it
 * weighs the mean of those that do.
 */
final class SimpleShuffle implements Strategy {
  private static final List<Function<Deployment, OptionalDouble>> MEASURES =
      List.of(
          Deployment::weight,
          deployment -> toDouble(deployment.rpm()),
          deployment -> toDouble(deployment.tpm()));

  @Override
  public Member choose(List<Member> candidates, Requirements requirements, RandomGenerator random) {
    if (candidates.size() == 1) {
      return candidates.getFirst();
    }
    double[] weights = weights(candidates);
    double left = random.nextDouble() * sum(weights);
    for (int i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0) {
        return candidates.get(i);
      }
    }
    return candidates.get(random.nextInt(candidates.size()));
  }

  private static double[] weights(List<Member> candidates) {
    for (Function<Deployment, OptionalDouble> measure : MEASURES) {
      OptionalDouble mean =
          candidates.stream()
              .map(member -> measure.apply(member.deployment()))
              .filter(OptionalDouble::isPresent)
              .mapToDouble(OptionalDouble::getAsDouble)
              .average();
      if (mean.isPresent()) {
        double otherwise = mean.getAsDouble();
        return candidates.stream()
            .mapToDouble(m -> measure.apply(m.deployment()).orElse(otherwise))
            .toArray();
      }
    }
    return candidates.stream().mapToDouble(d -> 1).toArray();
  }

  private static double sum(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }

  private static OptionalDouble toDouble(OptionalLong value) {
    return value.isPresent()
        ? OptionalDouble.of((double) value.getAsLong())
        : OptionalDouble.empty();
  }
}
