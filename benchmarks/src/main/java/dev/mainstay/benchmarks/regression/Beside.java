package dev.mainstay.benchmarks.regression;

import dev.mainstay.benchmarks.report.Sample;
import dev.mainstay.benchmarks.report.Table;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What JMH measured of two builds that took turns: medians of the rounds, their ratio, and how far
 * the rounds of one and the same build lie apart, which is the machine's noise. One is slower where
 * its best round is worse than the other's worst.
 */
public final class Beside {
  private final Map<String, Rounds> before = new LinkedHashMap<>();
  private final Map<String, Rounds> now = new LinkedHashMap<>();

  Beside() {}

  /**
   * {@code BEFORE NOW BEFORE NOW ...}: files of JMH's format {@code json}, a pair for each round;
   * exits with 1 where something is slower now.
   *
   * @throws IOException if one of them cannot be read
   */
  public static void main(String[] args) throws IOException {
    Beside beside = new Beside();
    for (int i = 0; i + 1 < args.length; i += 2) {
      beside.round(BenchmarkResult.read(args[i]), BenchmarkResult.read(args[i + 1]));
    }
    System.out.println(beside);
    System.exit(beside.isSlower() ? 1 : 0);
  }

  void round(List<BenchmarkResult> wasMeasured, List<BenchmarkResult> isMeasured) {
    wasMeasured.forEach(result -> add(before, result));
    isMeasured.forEach(result -> add(now, result));
  }

  private static void add(Map<String, Rounds> all, BenchmarkResult result) {
    all.computeIfAbsent(result.name(), name -> new Rounds(result)).values.add(result.value());
  }

  boolean isSlower() {
    return before.entrySet().stream()
        .anyMatch(was ->
            sinceThen(was.getKey(), was.getValue())
                .filter(is -> is.isSlowerThan(was.getValue()))
                .isPresent());
  }

  /** What {@code was} is compared with: the same benchmark now, where its unit is the same. */
  private Optional<Rounds> sinceThen(String name, Rounds was) {
    return Optional.ofNullable(now.get(name))
        .filter(is -> is.first.unit().equals(was.first.unit()));
  }

  @Override
  public String toString() {
    Table table = new Table("benchmark", "before", "now", "", "x", "noise", "");
    before.forEach(
        (name, was) -> sinceThen(name, was).ifPresent(is -> table.row(row(name, was, is))));
    return table.toString();
  }

  private static List<String> row(String name, Rounds was, Rounds is) {
    return List.of(
        name,
        Table.number(was.values.median(), 0),
        Table.number(is.values.median(), 0),
        was.first.unit(),
        Table.number(is.times(was), 2),
        Table.number(Math.max(was.spread(), is.spread()), 2),
        is.isSlowerThan(was) ? "SLOWER" : "");
  }

  /** What was measured of one benchmark. */
  private static final class Rounds {
    private final BenchmarkResult first;
    private final Sample values = new Sample();

    Rounds(BenchmarkResult first) {
      this.first = first;
    }

    /** How many times the least the most is. */
    double spread() {
      return values.most() / values.least();
    }

    /** How many times the time of {@code other} it takes. */
    double times(Rounds other) {
      double ratio = values.median() / other.values.median();
      return first.isTime() ? ratio : 1 / ratio;
    }

    boolean isSlowerThan(Rounds other) {
      return first.isTime()
          ? values.least() > other.values.most()
          : values.most() < other.values.least();
    }
  }
}
