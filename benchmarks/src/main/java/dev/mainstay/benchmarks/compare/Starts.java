package dev.mainstay.benchmarks.compare;

import java.util.List;
import java.util.Locale;

/** Time from the start of a process to its first right answer, on all cores. */
record Starts(Launcher launcher, Plan plan, Journal journal) {
  Table measure(List<String> names) throws TargetUnavailableException {
    Table table = new Table("start to first answer", "median ms", "least", "most");
    for (String name : names) {
      Sample sample = new Sample();
      for (int i = 1; i <= plan.starts(); i++) {
        journal.progress("start " + i + " of " + name);
        sample.add(millis(name));
      }
      table.row(name, format(sample.median()), format(sample.least()), format(sample.most()));
    }
    return table;
  }

  private double millis(String name) throws TargetUnavailableException {
    long start = System.nanoTime();
    try (Target target = launcher.startUnpinned(name).awaitAnswer()) {
      return (System.nanoTime() - start) / 1e6;
    }
  }

  private static String format(double millis) {
    return String.format(Locale.ROOT, "%.0f", millis);
  }
}
