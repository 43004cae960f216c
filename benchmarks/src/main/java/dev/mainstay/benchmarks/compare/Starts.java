package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.report.Sample;
import dev.mainstay.benchmarks.report.Table;
import java.util.List;
import java.util.function.Supplier;

/**
 * Time from the start of a process to its first right answer: on all cores, and where the machine
 * has more than one, pinned to one.
 */
record Starts(Launcher launcher, MeasurementPlan plan, RunLog log) {
  Table measure(List<String> names) throws TargetUnavailableException, InterruptedException {
    Table table = new Table("start to first answer", "median ms", "least", "most");
    for (String name : names) {
      row(table, name + ", all cores", () -> launcher.startUnpinned(name));
      if (launcher.isPinned()) {
        row(table, name + ", one core", () -> launcher.start(name));
      }
    }
    return table;
  }

  private void row(Table table, String label, Supplier<MeasuredGateway> starting)
      throws TargetUnavailableException, InterruptedException {
    Sample sample = new Sample();
    for (int i = 1; i <= plan.starts(); i++) {
      log.progress("start " + i + " of " + label);
      sample.add(millis(starting));
    }
    table.row(
        label,
        Table.number(sample.median(), 0),
        Table.number(sample.least(), 0),
        Table.number(sample.most(), 0));
  }

  private static double millis(Supplier<MeasuredGateway> starting)
      throws TargetUnavailableException, InterruptedException {
    long start = System.nanoTime();
    try (MeasuredGateway target = starting.get().awaitAnswer()) {
      return (System.nanoTime() - start) / 1e6;
    }
  }
}
