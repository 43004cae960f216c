package dev.mainstay.gateway.api;

import java.util.concurrent.TimeUnit;

/** How many a second there were lately. To be guarded by its owner's lock. */
final class Throughput {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  // The half of what is known is of the last seven seconds.
  private static final double MEMORY_NANOS = 10 * NANOS_PER_SECOND;

  private double perSecond;
  private long at;

  Throughput(long now) {
    this.at = now;
  }

  /** One more. */
  void count(long now) {
    fade(now);
    perSecond += NANOS_PER_SECOND / MEMORY_NANOS;
  }

  double perSecond(long now) {
    fade(now);
    return perSecond;
  }

  private void fade(long now) {
    perSecond *= Math.exp((at - now) / MEMORY_NANOS);
    at = now;
  }
}
