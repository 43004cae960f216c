package dev.mainstay.gate;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What the attempts at one deployment have taught of it. Thread-safe. */
public final class Load {
  private final AtomicInteger inFlight = new AtomicInteger();

  /** How many attempts are under way, streams that are being read among them. */
  public int inFlight() {
    return inFlight.get();
  }

  /**
   * The expected time to a whole answer of ordinary length, by a peak-sensitive moving average;
   * nothing while none has been measured.
   */
  public Optional<Duration> latency() {
    return Optional.empty();
  }

  /** How many requests were begun in the last minute. */
  public long requestsPerMinute() {
    return 0;
  }

  /** How many tokens were used in the last minute. */
  public long tokensPerMinute() {
    return 0;
  }

  void entered() {
    inFlight.incrementAndGet();
  }

  void left() {
    inFlight.decrementAndGet();
  }
}
