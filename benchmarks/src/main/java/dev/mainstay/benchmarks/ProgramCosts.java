package dev.mainstay.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@link ProgramBenchmark} by the CPU time of its thread. */
final class ProgramCosts {
  private static final double MICRO = 1_000;

  private ProgramCosts() {}

  /** Prints, for each of them, the median of the rounds and the bytes allocated. */
  public static void main(String[] args) {
    ProgramBenchmark benchmark = new ProgramBenchmark();
    Map<String, Runnable> all = new LinkedHashMap<>();
    all.put("call", benchmark::call);
    all.put("program", benchmark::program);
    all.put("stream", benchmark::stream);
    all.put("programStream", benchmark::programStream);
    new ThreadCosts(15_000, 2_000)
        .of(all)
        .forEach((name, cost) ->
            System.out.printf(
                "%-14s %6.1f us (%.1f to %.1f) %8.0f B%n",
                name,
                cost.nanos() / MICRO,
                cost.least() / MICRO,
                cost.most() / MICRO,
                cost.bytes()));
  }
}
