package dev.mainstay.gate;

import dev.mainstay.model.Usage;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the attempts at one deployment have taught of it. Thread-safe, and read without a lock.
 *
 * <p>A strategy that compares many reads the clock once, by {@link #now()} of any, and hands it to
 * all.
 */
public final class Load {
  private final TimeSource time;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final LastMinute requests;
  private final LastMinute tokens;
  private volatile Latency latency;

  Load(TimeSource time, ReentrantLock lock) {
    long now = time.nanos();
    this.time = time;
    this.requests = new LastMinute(lock, now);
    this.tokens = new LastMinute(lock, now);
    this.latency = Latency.unknown(now);
  }

  /** The time as of {@link TimeSource#nanos()}, the same for all loads of one router. */
  public long now() {
    return time.nanos();
  }

  /** How many attempts are under way, streams that are being read among them. */
  public int inFlight() {
    return inFlight.get();
  }

  /**
   * The expected time to a whole answer of ordinary length, by a peak-sensitive moving average;
   * nothing while none has been measured.
   */
  public Optional<Duration> latency() {
    Latency known = latency;
    return known.isMeasured()
        ? Optional.of(Duration.ofNanos((long) known.expectedNanos(time.nanos())))
        : Optional.empty();
  }

  /**
   * The same as {@link #latency()}, for strategies to compare; 0 where nothing is known. It fades
   * while the deployment is not asked, so that one that once was slow is tried again, and grows
   * while attempts wait for their first output longer than usual. Of two that are equally fast the
   * less busy is the better: multiply by {@link #inFlight()} + 1.
   */
  public double expectedNanos(long nowNanos) {
    return latency.expectedNanos(nowNanos);
  }

  /** How many requests were begun in the last minute. */
  public long requestsPerMinute() {
    return requestsPerMinute(time.nanos());
  }

  /** The same, where the time is known already. */
  public long requestsPerMinute(long nowNanos) {
    return requests.total(nowNanos);
  }

  /** How many tokens were used in the last minute. */
  public long tokensPerMinute() {
    return tokensPerMinute(time.nanos());
  }

  /** The same, where the time is known already. */
  public long tokensPerMinute(long nowNanos) {
    return tokens.total(nowNanos);
  }

  void entered(long now) {
    inFlight.incrementAndGet();
    requests.add(1, now);
    latency = latency.begun(now);
  }

  void firstOutput(long begun, long now) {
    latency = latency.firstOutput(begun, now);
  }

  void streamed(long first, Optional<Usage> usage, long now) {
    latency = latency.streamed(first, completionTokens(usage), now);
    use(usage, now);
  }

  void whole(long begun, Optional<Usage> usage, long now) {
    latency = latency.whole(begun, completionTokens(usage), now);
    use(usage, now);
  }

  void gaveUp(long begun, long now) {
    latency = latency.gaveUp(begun, now);
  }

  void left() {
    inFlight.decrementAndGet();
  }

  private void use(Optional<Usage> usage, long now) {
    if (usage.isPresent()) {
      tokens.add(usage.get().totalTokens(), now);
    }
  }

  private static long completionTokens(Optional<Usage> usage) {
    return usage.isPresent() ? usage.get().completionTokens() : Latency.ORDINARY_TOKENS;
  }
}
