package dev.mainstay.route;

import dev.mainstay.provider.Deployment;
import java.util.List;

/**
 * What each of some candidates weighs: by the first of weight, rpm and tpm that any of them has;
 * one without it weighs the mean of those that do.
 */
final class Weights {
  private static final Measure[] MEASURES = {Weights::weight, Weights::rpm, Weights::tpm};
  private static final Weights EVEN = new Weights(deployment -> 1, 1, false);

  private final Measure measure;
  private final double mean;
  private final boolean differ;

  private Weights(Measure measure, double mean, boolean differ) {
    this.measure = measure;
    this.mean = mean;
    this.differ = differ;
  }

  static Weights of(List<Member> candidates) {
    for (Measure measure : MEASURES) {
      Weights weights = by(measure, candidates);
      if (weights.mean >= 0) {
        // Where nobody is to get anything, nobody is before another.
        return weights.mean == 0 ? EVEN : weights;
      }
    }
    return EVEN;
  }

  /** The mean over all candidates, above 0. */
  double mean() {
    return mean;
  }

  /** Whether any two differ. */
  boolean differ() {
    return differ;
  }

  double of(Member member) {
    double value = measure.of(member.deployment());
    return value < 0 ? mean : value;
  }

  private static Weights by(Measure measure, List<Member> candidates) {
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    int known = 0;
    for (int i = 0; i < candidates.size(); i++) {
      double value = measure.of(candidates.get(i).deployment());
      if (value >= 0) {
        sum += value;
        least = Math.min(least, value);
        most = Math.max(most, value);
        known++;
      }
    }
    return new Weights(measure, known == 0 ? -1 : sum / known, least < most);
  }

  private static double weight(Deployment deployment) {
    return deployment.weight().orElse(-1);
  }

  private static double rpm(Deployment deployment) {
    return deployment.rpm().orElse(-1);
  }

  private static double tpm(Deployment deployment) {
    return deployment.tpm().orElse(-1);
  }

  /** A deployment's size, or less than 0 where it is not known. */
  private interface Measure {
    double of(Deployment deployment);
  }
}
