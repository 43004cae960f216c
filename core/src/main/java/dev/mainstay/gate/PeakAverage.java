package dev.mainstay.gate;

import java.time.Duration;

/**
 * A moving average that jumps to a peak at once and comes down from it slowly, and fades while
 * nothing is seen: the peak-sensitive exponentially weighted average of Finagle's balancer.
 *
 * @param nanos its value when it was last changed
 * @param atNanos when that was
 */
record PeakAverage(double nanos, long atNanos) {
  private static final double FADE_NANOS = Duration.ofSeconds(30).toNanos();

  /** This average with a sample: a peak, or a part as large as the time since the last. */
  PeakAverage with(double sample, long now) {
    double old = weightOfOld(now);
    double next = sample >= nanos ? sample : nanos * old + sample * (1 - old);
    return new PeakAverage(next, now);
  }

  /** What is left of it. */
  double at(long now) {
    return nanos * weightOfOld(now);
  }

  private double weightOfOld(long now) {
    long elapsed = now - atNanos;
    return elapsed <= 0 ? 1 : Math.exp(-elapsed / FADE_NANOS);
  }
}
