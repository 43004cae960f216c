package dev.mainstay.benchmarks.compare;

import dev.mainstay.benchmarks.mock.Workload;
import dev.mainstay.cli.load.LoadResult;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What a run of load brought. Only right and whole answers are counted as such.
 *
 * @param workload what was asked
 * @param result what came of it
 */
record Measured(Workload workload, LoadResult result) {
  long answers() {
    return result.answered();
  }

  long chunks() {
    return answers() * workload.chunks();
  }

  /** What was wrong with the others, by kind. */
  List<String> mistakes() {
    return result.misses().stream()
        .map(kind -> kind.count() + " x " + kind.name() + ": " + kind.example())
        .toList();
  }

  Duration elapsed() {
    return result.elapsed();
  }

  /** Right answers per second. */
  double rate() {
    return result.perSecond();
  }

  /**
   * How long {@code percent} of the streams waited at most for their first words, in microseconds.
   */
  double firstMicros(double percent) {
    return percentile(result.first(), percent);
  }

  /** A latency that {@code percent} of the answers did not exceed, in microseconds. */
  double micros(double percent) {
    return percentile(result.whole(), percent);
  }

  private static double percentile(Histogram waits, double percent) {
    return waits.getTotalCount() == 0 ? Double.NaN : waits.getValueAtPercentile(percent);
  }
}
