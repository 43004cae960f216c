package dev.mainstay.benchmarks.regression;

import dev.mainstay.benchmarks.report.Table;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What JMH measured, against what it measured before. It is worse where it takes over a tenth more
 * time and the two 99.9 % intervals do not meet, or where it allocates over 2 % more.
 */
public final class Against {
  private static final double MORE_TIME = 1.1;
  private static final double MORE_BYTES = 1.02;

  // What the harness allocates differs by some bytes.
  private static final double LEAST_BYTES = 16;

  private final Table table = new Table("benchmark", "before", "now", "x", "B before", "B now", "");
  private boolean isWorse;

  private Against() {}

  /**
   * {@code BEFORE NOW}: compares the two files, each of JMH's format {@code json}; exits with 1
   * where something has become worse.
   *
   * @throws IOException if one of them cannot be read
   */
  public static void main(String[] args) throws IOException {
    Against against = of(BenchmarkResult.read(args[0]), BenchmarkResult.read(args[1]));
    System.out.println(against);
    System.exit(against.isWorse ? 1 : 0);
  }

  /** The table of {@code now} beside {@code before}. */
  static Against of(List<BenchmarkResult> before, List<BenchmarkResult> now) {
    Against against = new Against();
    against.compare(before, now);
    return against;
  }

  private void compare(List<BenchmarkResult> before, List<BenchmarkResult> now) {
    Map<String, BenchmarkResult> old =
        before.stream().collect(Collectors.toMap(BenchmarkResult::name, Function.identity()));
    for (BenchmarkResult result : now) {
      BenchmarkResult was = old.get(result.name());
      if (was != null && was.unit().equals(result.unit())) {
        row(was, result);
      }
    }
  }

  private void row(BenchmarkResult was, BenchmarkResult is) {
    double ratio = is.isTime() ? is.value() / was.value() : was.value() / is.value();
    boolean isApart = is.isTime() ? is.least() > was.most() : is.most() < was.least();
    boolean isSlower = ratio > MORE_TIME && isApart;
    boolean isLarger =
        is.bytes() > was.bytes() * MORE_BYTES && is.bytes() - was.bytes() > LEAST_BYTES;
    isWorse |= isSlower || isLarger;
    table.row(
        is.name(),
        told(was),
        told(is),
        Table.number(ratio, 2),
        Table.number(was.bytes(), 0),
        Table.number(is.bytes(), 0),
        isSlower ? "SLOWER" : isLarger ? "ALLOCATES MORE" : "");
  }

  private static String told(BenchmarkResult result) {
    return String.format(
        Locale.ROOT,
        "%.3g (%.3g to %.3g) %s",
        result.value(),
        result.least(),
        result.most(),
        result.unit());
  }

  boolean isWorse() {
    return isWorse;
  }

  @Override
  public String toString() {
    return table.toString();
  }
}
