package dev.mainstay.routing;

import java.time.Duration;
import java.util.Optional;

/**
 * What the attempts at one deployment have taught of it, as far as a strategy may want to know.
 * Thread-safe, and cheap to read.
 *
 * <p>A strategy that compares many reads the clock once, by {@link #now()} of any, and hands it to
 * all.
 */
public interface Traffic {

  /** The time in nanoseconds, on a clock that all deployments of one router share. */
  long now();

  /** How many attempts are under way, streams that are being read among them. */
  int inFlight();

  /**
   * The expected time to a whole answer of ordinary length, by a peak-sensitive moving average;
   * nothing while none has been measured.
   *
   * <p>It fades while the deployment is not asked, so that one that once was slow is tried again,
   * and grows while attempts wait for their first output longer than usual. Of two that are equally
   * fast the less busy is the better: multiply by {@link #inFlight()} + 1.
   */
  Optional<Duration> latency();

  /** How many requests were begun in the last minute, as of {@code now}. */
  long requestsPerMinute(long now);

  /** How many tokens were used in the last minute, as of {@code now}. */
  long tokensPerMinute(long now);
}
