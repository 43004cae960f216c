package dev.mainstay.benchmarks.load;

import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What a run of load brought. Only right and whole answers are counted as such; {@code mistakes}
 * says of the others what was wrong with them. {@code latencies} are in nanoseconds, of right
 * answers: from the moment a request was to be sent to the last byte of its answer.
 */
public record LoadResult(
    long answers, long chunks, List<String> mistakes, Histogram latencies, Duration elapsed) {
  public LoadResult {
    mistakes = List.copyOf(mistakes);
  }

  /** Right answers per second. */
  public double rate() {
    return answers * 1e9 / Math.max(1, elapsed.toNanos());
  }

  /** A latency that {@code percent} of the answers did not exceed, in microseconds. */
  public double micros(double percent) {
    return latencies.getValueAtPercentile(percent) / 1e3;
  }
}
