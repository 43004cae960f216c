package dev.mainstay.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** The values of several rounds. */
public final class Sample {
  private final List<Double> values = new ArrayList<>();

  /** Adds the value of a round. */
  public void add(double value) {
    values.add(value);
  }

  /** Whether there was no round. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** The value in the middle; of an even number, the mean of the two there. */
  public double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The least value; not a number where there is none. */
  public double least() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }

  /** The greatest value; not a number where there is none. */
  public double most() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }

  /** Round by round, so that what disturbed both sides of a round alike falls out. */
  public Sample dividedBy(Sample other) {
    Sample ratios = new Sample();
    for (int i = 0; i < Math.min(values.size(), other.values.size()); i++) {
      ratios.add(values.get(i) / other.values.get(i));
    }
    return ratios;
  }
}
