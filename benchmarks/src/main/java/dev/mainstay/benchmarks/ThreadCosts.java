package dev.mainstay.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What something costs by the CPU time of the calling thread, on which all of it runs: on a machine
 * that does other things as well, the time that passes tells nothing.
 *
 * @param warmUp how often each is run before
 * @param calls how often each is run in a round
 */
record ThreadCosts(int warmUp, int calls) {
  private static final int ROUNDS = 9;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The least, the median and the most of the rounds, and the bytes allocated, of one run. */
  record Cost(double least, double nanos, double most, double bytes) {}

  private record Round(double nanos, double bytes) {}

  /** What each of {@code all} costs, which take turns. */
  Map<String, Cost> of(Map<String, Runnable> all) {
    for (int i = 0; i < warmUp; i++) {
      all.values().forEach(Runnable::run);
    }
    Map<String, List<Round>> rounds = new LinkedHashMap<>();
    for (int i = 0; i < ROUNDS; i++) {
      all.forEach(
          (name, what) -> rounds.computeIfAbsent(name, each -> new ArrayList<>()).add(round(what)));
    }
    Map<String, Cost> costs = new LinkedHashMap<>();
    rounds.forEach((name, each) -> costs.put(name, cost(each)));
    return costs;
  }

  private Round round(Runnable what) {
    long nanos = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < calls; i++) {
      what.run();
    }
    return new Round(
        (double) (THREADS.getCurrentThreadCpuTime() - nanos) / calls,
        (double) (THREADS.getCurrentThreadAllocatedBytes() - bytes) / calls);
  }

  private static Cost cost(List<Round> rounds) {
    rounds.sort((one, other) -> Double.compare(one.nanos(), other.nanos()));
    Round median = rounds.get(ROUNDS / 2);
    return new Cost(
        rounds.getFirst().nanos(), median.nanos(), rounds.getLast().nanos(), median.bytes());
  }
}
