package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.compare.LoadProfile.Cost;
import dev.mainstay.benchmarks.mock.Workload;
import dev.mainstay.benchmarks.report.Sample;
import dev.mainstay.benchmarks.report.Table;
import dev.mainstay.cli.plot.DataSeries;
import dev.mainstay.cli.plot.Figure;
import dev.mainstay.cli.plot.Panel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** What is used as bodies, streams and deployments become more: of each, from 1 to 1,000 times. */
record ScalingCosts(Launcher launcher, RunLog log) {
  private static final String YARDSTICK = "nginx";
  private static final int ROUNDS = 3;
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final List<String> COLOURS =
      List.of("#57606a", "#1f6feb", "#bf8700", "#cf222e", "#8250df");
  private static final double KB = 1000;

  private static final List<Step> BODIES =
      List.of(
          body(Workload.PLAIN_2K, 32),
          body(Workload.PLAIN_20K, 32),
          body(Workload.PLAIN_200K, 16),
          body(Workload.PLAIN_2M, 4));
  private static final List<Step> STREAMS =
      List.of(streams(8), streams(64), streams(500), streams(2_000));
  private static final List<Integer> DEPLOYMENTS = List.of(1, 10, 100, 1_000);

  /**
   * One size.
   *
   * @param x what is drawn from left to right
   * @param load what is measured
   */
  private record Step(double x, LoadProfile load) {}

  private static Step body(Workload workload, int connections) {
    return new Step(
        workload.requestBytes() / KB, new LoadProfile("plain", workload, connections, true));
  }

  private static Step streams(int count) {
    return new Step(count, new LoadProfile("streams", Workload.STREAM_200MS, count, true));
  }

  /**
   * Measures the targets of these names.
   *
   * @param plot where it is drawn
   * @param out where each table goes as soon as it is there
   * @throws TargetUnavailableException if one of them does not answer
   * @throws IOException if the plot cannot be written
   * @throws InterruptedException if the thread is interrupted
   */
  void measure(List<String> names, Path plot, PrintStream out)
      throws TargetUnavailableException, IOException, InterruptedException {
    List<Series> all = new ArrayList<>();
    ofBodiesAndStreams(names, series -> tell(series, all, out));
    // A yardstick has no deployments.
    tell(ofDeployments(names.stream().filter(name -> !name.equals(YARDSTICK)).toList()), all, out);
    Figure figure =
        new Figure(
            "What is used as there is more of it",
            "medians of " + ROUNDS + " interleaved rounds; all axes by powers of ten",
            "",
            all.stream().map(Series::panel).toList());
    Files.writeString(plot, figure.svg());
    log.progress("plot: " + plot);
  }

  private static void tell(Series series, List<Series> all, PrintStream out) {
    all.add(series);
    out.println(series.table());
  }

  private void ofBodiesAndStreams(List<String> names, Consumer<Series> told)
      throws TargetUnavailableException, InterruptedException {
    List<MeasuredGateway> targets = new ArrayList<>();
    try {
      for (String name : names) {
        targets.add(launcher.start(name).awaitAnswer());
        warmUp(targets.getLast());
      }
      told.accept(series("KB asked", "CPU us per request", BODIES, targets, Cost::microsPerUnit));
      told.accept(series("streams", "cores used", STREAMS, targets, Cost::cores));
    } finally {
      targets.forEach(MeasuredGateway::close);
    }
  }

  private static void warmUp(MeasuredGateway target) throws InterruptedException {
    new LoadProfile("warm-up", Workload.PLAIN_2K, 32, true).measure(target, WARM_UP);
  }

  private Series series(
      String across,
      String what,
      List<Step> steps,
      List<MeasuredGateway> targets,
      ToDoubleFunction<Cost> value)
      throws InterruptedException {
    double[][] values = new double[targets.size()][steps.size()];
    for (int i = 0; i < steps.size(); i++) {
      Sample[] samples = rounds(steps.get(i), across, targets, value);
      for (int j = 0; j < samples.length; j++) {
        values[j][i] = samples[j].median();
      }
    }
    List<String> names = targets.stream().map(MeasuredGateway::name).toList();
    return new Series(across, what, names, steps.stream().mapToDouble(Step::x).toArray(), values);
  }

  private Sample[] rounds(
      Step step, String across, List<MeasuredGateway> targets, ToDoubleFunction<Cost> value)
      throws InterruptedException {
    Sample[] samples = new Sample[targets.size()];
    for (int round = 0; round <= ROUNDS; round++) {
      for (int i = 0; i < samples.length; i++) {
        String what = Table.number(step.x, 0) + " " + across + ", " + targets.get(i).name();
        log.progress(what + (round == 0 ? ": warming up" : ": round " + round));
        Cost cost = step.load.measure(targets.get(i), ROUND);
        log.checked(what, cost.result());
        // The first round is for what has yet to be compiled.
        samples[i] = round == 0 ? new Sample() : samples[i];
        if (round > 0) {
          samples[i].add(value.applyAsDouble(cost));
        }
      }
    }
    return samples;
  }

  /** One process after the other, since each has as many as it begins with. */
  private Series ofDeployments(List<String> names)
      throws TargetUnavailableException, InterruptedException {
    double[][] values = new double[names.size()][DEPLOYMENTS.size()];
    for (int i = 0; i < DEPLOYMENTS.size(); i++) {
      for (int j = 0; j < names.size(); j++) {
        try (MeasuredGateway target =
            launcher.start(names.get(j), DEPLOYMENTS.get(i)).awaitAnswer()) {
          warmUp(target);
          String across = "KB asked of " + DEPLOYMENTS.get(i) + " deployments";
          values[j][i] =
              rounds(BODIES.getFirst(), across, List.of(target), Cost::microsPerUnit)[0].median();
        }
      }
    }
    double[] xs = DEPLOYMENTS.stream().mapToDouble(Integer::doubleValue).toArray();
    return new Series("deployments", "CPU us per request", names, xs, values);
  }

  /**
   * What was measured of all targets as one thing became more.
   *
   * @param across what became more
   * @param what what was measured
   * @param names the targets
   * @param xs how much there was
   * @param values for each target, what was measured at each of them
   */
  private record Series(
      String across, String what, List<String> names, double[] xs, double[][] values) {
    Table table() {
      List<String> head = new ArrayList<>(List.of(across));
      names.forEach(name -> head.add(name + ", " + what));
      Table table = new Table(head.toArray(String[]::new));
      for (int i = 0; i < xs.length; i++) {
        List<String> row = new ArrayList<>(List.of(Table.number(xs[i], 0)));
        for (double[] each : values) {
          row.add(Table.number(each[i], each[i] < 10 ? 3 : 0));
        }
        table.row(row);
      }
      return table;
    }

    Panel panel() {
      List<DataSeries> series = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        // The yardstick has the first of them, also where it is not there.
        int colour = names.contains(YARDSTICK) ? i : i + 1;
        series.add(
            new DataSeries(names.get(i), COLOURS.get(colour % COLOURS.size()), xs, values[i]));
      }
      return new Panel(what + ", by " + across, series, Panel.Shape.CURVES_OVER_POWERS_OF_BOTH);
    }
  }
}
