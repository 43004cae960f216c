package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.Workload;
import dev.mainstay.benchmarks.report.Table;
import dev.mainstay.cli.plot.DataSeries;
import dev.mainstay.cli.plot.Figure;
import dev.mainstay.cli.plot.Panel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a request costs in each second from a cold start under load, which begins with the first
 * answer and asks as fast as it is answered.
 *
 * @param seconds how many seconds
 * @param connections how many ask at once
 */
record WarmUp(Launcher launcher, RunLog log, int seconds, int connections) {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final List<String> COLOURS =
      List.of("#57606a", "#1f6feb", "#bf8700", "#cf222e", "#8250df");
  private static final Workload WORKLOAD = Workload.PLAIN_2K;

  /** What became of one target, from its start on. */
  private record Curve(String name, List<Second> seconds) {
    double[] values(ToDoubleFunction<Second> value) {
      return seconds.stream().mapToDouble(value).toArray();
    }
  }

  /** One second of one target. */
  private record Second(double cpuMicros, double rate, double p99Millis) {
    List<String> cells() {
      return List.of(Table.number(cpuMicros, 0), Table.number(rate, 0), Table.number(p99Millis, 1));
    }
  }

  /**
   * One target after the other, each from its start.
   *
   * @param plot where the curves are drawn
   * @throws TargetUnavailableException if one of them does not answer
   * @throws IOException if the plot cannot be written
   * @throws InterruptedException if the thread is interrupted
   */
  Table measure(List<String> names, Path plot)
      throws TargetUnavailableException, IOException, InterruptedException {
    List<Curve> curves = new ArrayList<>();
    for (String name : names) {
      log.progress(name + " from its start, " + seconds + " s");
      curves.add(new Curve(name, curve(name)));
    }
    Files.writeString(plot, figure(curves).svg());
    log.progress("plot: " + plot);
    return table(curves);
  }

  private Table table(List<Curve> curves) {
    List<String> head = new ArrayList<>(List.of("second"));
    curves.forEach(curve -> head.addAll(List.of(curve.name + ", CPU us", "requests/s", "p99 ms")));
    Table table = new Table(head.toArray(String[]::new));
    for (int i = 0; i < seconds; i++) {
      List<String> row = new ArrayList<>(List.of(Integer.toString(i + 1)));
      for (Curve curve : curves) {
        row.addAll(curve.seconds.get(i).cells());
      }
      table.row(row);
    }
    return table;
  }

  private Figure figure(List<Curve> curves) {
    return new Figure(
        "From a cold start under load",
        connections
            + " callers, 2 KB each way, asked again as soon as they are answered; from "
            + "top to bottom by powers of ten",
        "seconds of load",
        List.of(
            panel("CPU per request, us", curves, Second::cpuMicros),
            panel("requests a second", curves, Second::rate),
            panel("p99, ms", curves, Second::p99Millis)));
  }

  private static Panel panel(String title, List<Curve> curves, ToDoubleFunction<Second> value) {
    List<DataSeries> series = new ArrayList<>();
    for (Curve curve : curves) {
      String colour = COLOURS.get(series.size() % COLOURS.size());
      series.add(DataSeries.ofCells(curve.name, colour, 1, curve.values(value)));
    }
    return new Panel(title, series, Panel.Shape.CURVES_OVER_POWERS);
  }

  private List<Second> curve(String name) throws TargetUnavailableException, InterruptedException {
    List<Second> curve = new ArrayList<>();
    try (MeasuredGateway target = launcher.start(name)) {
      target.awaitAnswer();
      ProcessTree processes = target.processes().orElseThrow();
      Loader load = new Loader(target.destination(), WORKLOAD, connections);
      // What its start costs belongs to the first second.
      Duration before = Duration.ZERO;
      for (int i = 0; i < seconds; i++) {
        Measured measured = log.checked(name, load.closed(SECOND));
        Duration used = processes.cpu();
        double micros = used.minus(before).toNanos() / 1e3 / Math.max(1, measured.answers());
        curve.add(new Second(micros, measured.rate(), measured.micros(99) / 1e3));
        before = used;
      }
    }
    return curve;
  }
}
