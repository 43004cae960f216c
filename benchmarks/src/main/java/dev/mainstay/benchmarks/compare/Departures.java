package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.MockProvider;
import dev.mainstay.benchmarks.mock.RawCaller;
import dev.mainstay.benchmarks.mock.Workload;
import dev.mainstay.benchmarks.report.Sample;
import dev.mainstay.benchmarks.report.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * How long after a caller has left a target drops its call upstream, while the provider says
 * nothing: before the first byte, and in the middle of a stream.
 */
record Departures(MockProvider provider, MeasurementPlan plan, RunLog log) {
  private static final int PATIENCE_SECONDS = 3;
  private static final Duration SETTLED = Duration.ofMillis(300);

  Table measure(List<MeasuredGateway> targets) throws InterruptedException {
    Table table =
        new Table(
            "caller left",
            "silent from the start: ms",
            "worst",
            "silent after 3 chunks: ms",
            "worst");
    for (MeasuredGateway target : targets) {
      log.progress("callers that leave " + target.name());
      Sample silent = sample(target, Workload.SILENT);
      Sample stalled = sample(target, Workload.STALLED);
      table.row(
          target.name(),
          format(silent.median()),
          format(silent.most()),
          format(stalled.median()),
          format(stalled.most()));
    }
    return table;
  }

  private Sample sample(MeasuredGateway target, Workload workload) throws InterruptedException {
    Sample sample = new Sample();
    for (int i = 0; i < plan.departures(); i++) {
      sample.add(millis(target, workload));
    }
    return sample;
  }

  private double millis(MeasuredGateway target, Workload workload) throws InterruptedException {
    provider.forget();
    try {
      RawCaller caller =
          RawCaller.call(target.destination().url(), target.destination().headers(), workload);
      try (caller) {
        if (!provider.awaitSilence()) {
          log.mistake(target.name() + ": the call did not reach the provider");
        }
        Thread.sleep(SETTLED);
      }
      long left = System.nanoTime();
      long seen = provider.awaitDeparture(PATIENCE_SECONDS);
      return seen < 0 ? Double.POSITIVE_INFINITY : Math.max(0, (seen - left) / 1e6);
    } catch (IOException e) {
      log.mistake(target.name() + ", caller that leaves: " + e);
      return Double.NaN;
    }
  }

  private static String format(double millis) {
    return Double.isInfinite(millis)
        ? "not in " + PATIENCE_SECONDS + " s"
        : Table.number(millis, 1);
  }
}
