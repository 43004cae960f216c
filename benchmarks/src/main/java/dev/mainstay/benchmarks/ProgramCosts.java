package dev.mainstay.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link ProgramBenchmark} by the CPU time of the calling thread, on which all of it runs: on a
 * machine that does other things as well, the time that passes tells nothing.
 */
final class ProgramCosts {
  private static final int WARM_UP = 15_000;
  private static final int ROUNDS = 9;
  private static final int CALLS = 2_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private ProgramCosts() {}

  /** Prints, for each of them, the median of the rounds and the bytes allocated. */
  public static void main(String[] args) {
    ProgramBenchmark benchmark = new ProgramBenchmark();
    Map<String, Runnable> all = new LinkedHashMap<>();
    all.put("call", benchmark::call);
    all.put("program", benchmark::program);
    all.put("stream", benchmark::stream);
    all.put("programStream", benchmark::programStream);
    new ProgramCosts().measure(all);
  }

  private void measure(Map<String, Runnable> all) {
    for (int i = 0; i < WARM_UP; i++) {
      all.values().forEach(Runnable::run);
    }
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      all.forEach(
          (name, what) -> costs.computeIfAbsent(name, each -> new ArrayList<>()).add(cost(what)));
    }
    costs.forEach((name, rounds) -> {
      rounds.sort((one, other) -> Double.compare(one.micros(), other.micros()));
      Cost median = rounds.get(ROUNDS / 2);
      System.out.printf(
          "%-14s %6.1f us (%.1f to %.1f) %8.0f B%n",
          name,
          median.micros(),
          rounds.getFirst().micros(),
          rounds.getLast().micros(),
          median.bytes());
    });
  }

  private record Cost(double micros, double bytes) {}

  private Cost cost(Runnable what) {
    long nanos = threads.getCurrentThreadCpuTime();
    long bytes = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      what.run();
    }
    return new Cost(
        (threads.getCurrentThreadCpuTime() - nanos) / 1_000.0 / CALLS,
        (double) (threads.getCurrentThreadAllocatedBytes() - bytes) / CALLS);
  }
}
