package dev.mainstay.cli.explain;

import java.time.Duration;
import java.util.Locale;

/** A time that lies between two ends, as in {@code 0 to 4 s}. */
record Span(Duration low, Duration high) {
  static final Span NONE = of(Duration.ZERO);

  static Span of(Duration fixed) {
    return new Span(fixed, fixed);
  }

  Span plus(Span other) {
    return new Span(low.plus(other.low), high.plus(other.high));
  }

  boolean isFixed() {
    return millis(low) == millis(high);
  }

  String words() {
    if (isFixed()) {
      return say(low);
    }
    if (millis(high) < 1000) {
      return millis(low) + " to " + millis(high) + " ms";
    }
    return seconds(low) + " to " + seconds(high) + " s";
  }

  /** {@code duration} in seconds, or in milliseconds where it is under one. */
  static String say(Duration duration) {
    long millis = millis(duration);
    return millis > 0 && millis < 1000 ? millis + " ms" : seconds(duration) + " s";
  }

  private static String seconds(Duration duration) {
    String tenths = String.format(Locale.ROOT, "%.1f", millis(duration) / 1000.0);
    return tenths.endsWith(".0") ? tenths.substring(0, tenths.length() - 2) : tenths;
  }

  private static long millis(Duration duration) {
    return Math.round(duration.toNanos() / 1e6);
  }
}
