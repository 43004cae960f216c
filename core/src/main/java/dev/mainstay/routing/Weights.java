package dev.mainstay.routing;

import java.util.List;

/**
 * What each of some candidates weighs: by the first of weight, rpm and tpm that any of them has;
 * one without it weighs the mean of those that do.
 */
final class Weights {
  private final double[] weights;
  private final double sum;
  private final boolean differ;

  private Weights(double[] weights, double sum, boolean differ) {
    this.weights = weights;
    this.sum = sum;
    this.differ = differ;
  }

  static Weights of(List<? extends Candidate> candidates) {
    double[] weights = new double[candidates.size()];
    for (Measure measure : Measure.ALL) {
      if (measure.read(candidates, weights)) {
        return complete(weights);
      }
    }
    return new Weights(weights, 0, false);
  }

  /** All together; above 0 where any two differ. */
  double sum() {
    return sum;
  }

  double of(int candidate) {
    return differ ? weights[candidate] : 1;
  }

  /** Whether any two differ. */
  boolean differ() {
    return differ;
  }

  /** Puts the mean in place of what is not known. */
  private static Weights complete(double[] weights) {
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    int known = 0;
    for (double weight : weights) {
      if (weight >= 0) {
        sum += weight;
        least = Math.min(least, weight);
        most = Math.max(most, weight);
        known++;
      }
    }
    double mean = sum / known;
    for (int i = 0; i < weights.length && known < weights.length; i++) {
      weights[i] = weights[i] >= 0 ? weights[i] : mean;
    }
    return new Weights(weights, mean * weights.length, least < most);
  }

  private enum Measure {
    WEIGHT,
    RPM,
    TPM;

    private static final Measure[] ALL = values();

    /** Reads it from each; whether any has it. */
    boolean read(List<? extends Candidate> candidates, double[] into) {
      boolean any = false;
      for (int i = 0; i < into.length; i++) {
        into[i] = of(candidates.get(i));
        any |= into[i] >= 0;
      }
      return any;
    }

    private double of(Candidate candidate) {
      return switch (this) {
        case WEIGHT -> candidate.weight();
        case RPM -> candidate.rpm();
        case TPM -> candidate.tpm();
      };
    }
  }
}
