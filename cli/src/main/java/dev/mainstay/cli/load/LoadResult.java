package dev.mainstay.cli.load;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * What a load brought. Waits are in microseconds, from when a message was to go out, of right
 * answers alone.
 *
 * @param plan what was asked
 * @param elapsed until the last answer
 * @param isStopped whether it was ended before its time
 * @param sent how many messages went out
 * @param answered how many were answered whole and right
 * @param streamed how many of those were streams
 * @param failed how many were not
 * @param givenUp how many were under way when it was ended
 * @param misses what was wrong, by kind
 * @param first waits for the first of a stream that says something
 * @param whole waits for whole answers
 * @param late by how much the load itself was late
 * @param fairness how the users fared; nothing where there are no two
 * @param cells what happened over its time, in parts of one length
 * @param cellSeconds how long each of those is, in seconds; 1 within a quarter of an hour
 */
public record LoadResult(
    LoadPlan plan,
    Duration elapsed,
    boolean isStopped,
    long sent,
    long answered,
    long streamed,
    long failed,
    long givenUp,
    List<Kind> misses,
    Histogram first,
    Histogram whole,
    Histogram late,
    Optional<Fairness> fairness,
    List<Cell> cells,
    int cellSeconds) {

  /** Right answers a second. */
  public double perSecond() {
    return answered / Math.max(1e-3, elapsed.toNanos() / 1e9);
  }

  /** How many failed under {@code kind}. */
  public long missed(String kind) {
    return misses.stream().filter(miss -> miss.name().equals(kind)).mapToLong(Kind::count).sum();
  }

  /**
   * A kind of failure.
   *
   * @param name its name, as in {@code HTTP 429}
   * @param count how many there were
   * @param example what was known of the first
   */
  public record Kind(String name, long count, String example) {
    Kind oneMore() {
      return new Kind(name, count + 1, example);
    }
  }

  /**
   * How the users fared: of each, the wait that 99 % of its messages did not exceed.
   *
   * @param medianMicros the median user's
   * @param slowestMicros the slowest user's
   */
  public record Fairness(long medianMicros, long slowestMicros) {
    /** By how much the slowest user waited longer than the median one. */
    public double ratio() {
      return (double) slowestMicros / Math.max(1, medianMicros);
    }
  }
}
