package dev.mainstay.cli.plot;

import java.util.ArrayList;
import java.util.List;

/** Where along an axis values stand, and which of them are marked. */
final class Axis {
  private final boolean isLog;
  private final double least;
  private final double most;
  private final List<Double> marks;

  private Axis(boolean isLog, double least, double most, List<Double> marks) {
    this.isLog = isLog;
    this.least = least;
    this.most = most;
    this.marks = marks;
  }

  /** From 0 to {@code most}, with some {@code count} marks that are at least 1 apart. */
  static Axis exact(double most, int count) {
    return linear(Math.max(most, Double.MIN_NORMAL), Math.max(1, step(most / count)));
  }

  /** From 0 to a mark at or above {@code most}, with some {@code count} marks. */
  static Axis rounded(double most, int count) {
    double step = step(most / count);
    return linear(Math.max(step, step * Math.ceil(most / step)), step);
  }

  private static Axis linear(double most, double step) {
    List<Double> marks = new ArrayList<>();
    for (int i = 0; i * step <= most * 1.0001; i++) {
      marks.add(i * step);
    }
    return new Axis(false, 0, most, marks);
  }

  /**
   * From a power of ten at or below {@code least} to one at or above {@code most}, both positive.
   */
  static Axis powers(double least, double most) {
    int first = (int) Math.floor(Math.log10(least));
    int last = Math.max(first + 1, (int) Math.ceil(Math.log10(most)));
    List<Double> marks = new ArrayList<>();
    for (int power = first; power <= last; power++) {
      marks.add(Math.pow(10, power));
    }
    return new Axis(true, first, last, marks);
  }

  /** Where {@code value} stands, 0 to 1. */
  double at(double value) {
    return ((isLog ? Math.log10(value) : value) - least) / (most - least);
  }

  List<Double> marks() {
    return marks;
  }

  /** The next of 1, 2 and 5 times a power of ten. */
  private static double step(double least) {
    if (least <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least * 0.999) {
        return factor * power;
      }
    }
    return 10 * power;
  }
}
