package dev.mainstay.temporal.batch;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a batch has come.
 *
 * @param lines how many lines have a prompt
 * @param before how many of them are there from earlier runs, those included that failed and are
 *     not asked again
 * @param answered how many this run has answered
 * @param failed how many failed in this run
 * @param tokens how many tokens this run has used, as far as told
 * @param cost what it cost in US dollars, as far as prices are known
 * @param elapsed how long this run has taken
 * @param away how long Temporal has not been heard of; zero while it answers
 */
public record BatchProgress(
    long lines,
    long before,
    long answered,
    long failed,
    long tokens,
    double cost,
    Duration elapsed,
    Duration away) {
  private static final int ENOUGH = 20;

  /** Null is refused. */
  public BatchProgress {
    Objects.requireNonNull(elapsed, "elapsed");
    Objects.requireNonNull(away, "away");
  }

  /** How many lines are in the output file. */
  public long done() {
    return before + answered + failed;
  }

  /** Lines a second, in this run. */
  public double rate() {
    double seconds = elapsed.toMillis() / 1000.0;
    return seconds == 0 ? 0 : (answered + failed) / seconds;
  }

  /**
   * How long the rest takes at that rate; nothing before the twentieth line of this run, of which
   * the first waited for all that has to start.
   */
  public Optional<Duration> left() {
    return answered + failed < ENOUGH || rate() == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) ((lines - done()) / rate() * 1000)));
  }
}
