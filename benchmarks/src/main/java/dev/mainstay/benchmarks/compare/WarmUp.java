package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request costs in each second from a cold start under load, which begins with the first
 * answer and asks as fast as it is answered.
 *
 * @param seconds how many seconds
 * @param connections how many ask at once
 */
record WarmUp(Launcher launcher, Journal journal, int seconds, int connections) {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Workload WORKLOAD = Workload.PLAIN_2K;

  /** One second of one target. */
  private record Second(double cpuMicros, double rate, double p99Millis) {
    List<String> cells() {
      return List.of(Table.number(cpuMicros, 0), Table.number(rate, 0), Table.number(p99Millis, 1));
    }
  }

  /** One target after the other, each from its start. */
  Table measure(List<String> names) throws TargetUnavailableException, InterruptedException {
    List<String> head = new ArrayList<>(List.of("second"));
    List<List<Second>> curves = new ArrayList<>();
    for (String name : names) {
      head.addAll(List.of(name + ", CPU us", "requests/s", "p99 ms"));
      journal.progress(name + " from its start, " + seconds + " s");
      curves.add(curve(name));
    }
    Table table = new Table(head.toArray(String[]::new));
    for (int i = 0; i < seconds; i++) {
      List<String> row = new ArrayList<>(List.of(Integer.toString(i + 1)));
      for (List<Second> curve : curves) {
        row.addAll(curve.get(i).cells());
      }
      table.row(row);
    }
    return table;
  }

  private List<Second> curve(String name) throws TargetUnavailableException, InterruptedException {
    List<Second> curve = new ArrayList<>();
    try (Target target = launcher.start(name)) {
      target.awaitAnswer();
      ProcessTree processes = target.processes().orElseThrow();
      Loader load = new Loader(target.place(), WORKLOAD, connections);
      // What its start costs belongs to the first second.
      Duration before = Duration.ZERO;
      for (int i = 0; i < seconds; i++) {
        Measured measured = journal.checked(name, load.closed(SECOND));
        Duration used = processes.cpu();
        double micros = used.minus(before).toNanos() / 1e3 / Math.max(1, measured.answers());
        curve.add(new Second(micros, measured.rate(), measured.micros(99) / 1e3));
        before = used;
      }
    }
    return curve;
  }
}
