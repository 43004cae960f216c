package dev.mainstay.benchmarks;

import dev.mainstay.benchmarks.DialectBenchmark.Spoken;
import dev.mainstay.benchmarks.ThreadCosts.Cost;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

/** {@link DialectBenchmark} by the CPU time of its thread, as a table. */
final class DialectCosts {
  private static final String ANEW = "OPENAI, anew";

  private final DialectBenchmark benchmark = new DialectBenchmark();
  // What is written is used, or it might not be.
  private volatile int last;

  private DialectCosts() {}

  /** Prints what a piece costs to callers of either dialect, and what a whole answer costs. */
  public static void main(String[] args) {
    DialectCosts costs = new DialectCosts();
    DialectBenchmark benchmark = costs.benchmark;
    ThreadCosts ofStreams = new ThreadCosts(60, 20);
    costs.print(
        "a piece",
        ofStreams.of(costs.runs(benchmark::streamAnew, benchmark::stream)),
        DialectWire.WORDS);
    costs.print(
        "a piece to Anthropic's dialect",
        ofStreams.of(costs.runs(benchmark::streamAnew, benchmark::streamToMessages)),
        DialectWire.WORDS);
    costs.print(
        "a whole answer",
        new ThreadCosts(5_000, 1_000).of(costs.runs(benchmark::answerAnew, benchmark::answer)),
        1);
  }

  private Map<String, Runnable> runs(IntSupplier anew, ToIntFunction<Spoken> spoken) {
    Map<String, Runnable> all = new LinkedHashMap<>();
    all.put(ANEW, () -> last = anew.getAsInt());
    for (DialectWire wire : DialectWire.values()) {
      Spoken own = new Spoken();
      own.wire = wire;
      all.put(wire.name(), () -> last = spoken.applyAsInt(own));
    }
    return all;
  }

  private void print(String what, Map<String, Cost> costs, int parts) {
    double measure = Objects.requireNonNull(costs.get(ANEW)).nanos();
    System.out.println(what);
    costs.forEach((name, cost) ->
        System.out.printf(
            Locale.ROOT,
            "%-14s %8.0f ns (%.0f to %.0f) x %.2f %8.0f B%n",
            name,
            cost.nanos() / parts,
            cost.least() / parts,
            cost.most() / parts,
            cost.nanos() / measure,
            cost.bytes() / parts));
  }
}
