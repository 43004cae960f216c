package dev.mainstay.gate;

import dev.mainstay.model.Usage;
import dev.mainstay.routing.Traffic;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.Optional;

/**
 * How busy and how fast one deployment is, as its attempts have shown. Thread-safe, and read
 * without a lock.
 */
public final class Load implements Traffic {
  private final TimeSource time;
  private final Turnstile turnstile;
  private final LastMinute requests;
  private final LastMinute tokens;
  private volatile Latency latency;

  Load(TimeSource time, Turnstile turnstile) {
    long now = time.nanos();
    this.time = time;
    this.turnstile = turnstile;
    this.requests = new LastMinute(turnstile.lock(), now);
    this.tokens = new LastMinute(turnstile.lock(), now);
    this.latency = Latency.unknown(now);
  }

  @Override
  public long now() {
    return time.nanos();
  }

  @Override
  public int inFlight() {
    return turnstile.inFlight();
  }

  @Override
  public Optional<Duration> latency() {
    Latency known = latency;
    return known.isMeasured()
        ? Optional.of(Duration.ofNanos((long) known.expectedNanos(time.nanos())))
        : Optional.empty();
  }

  /** The same as {@link #latency()} in nanoseconds; 0 where nothing is known. */
  double expectedNanos(long nowNanos) {
    return latency.expectedNanos(nowNanos);
  }

  @Override
  public long requestsPerMinute(long nowNanos) {
    return requests.total(nowNanos);
  }

  @Override
  public long tokensPerMinute(long nowNanos) {
    return tokens.total(nowNanos);
  }

  void entered(long now) {
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

  private void use(Optional<Usage> usage, long now) {
    if (usage.isPresent()) {
      tokens.add(usage.get().totalTokens(), now);
    }
  }

  private static long completionTokens(Optional<Usage> usage) {
    return usage.isPresent() ? usage.get().completionTokens() : Latency.ORDINARY_TOKENS;
  }
}
