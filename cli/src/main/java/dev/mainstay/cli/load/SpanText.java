package dev.mainstay.cli.load;

import java.time.Duration;
import java.util.Locale;

/** Spans of time to three figures, from microseconds to hours. */
final class SpanText {
  private SpanText() {}

  static String say(Duration span) {
    return micros(span.toNanos() / 1000);
  }

  static String micros(long micros) {
    if (micros < 1_000) {
      return micros + " us";
    }
    if (micros < 999_500) {
      return figures(micros / 1e3) + " ms";
    }
    if (micros < 120_000_000) {
      return figures(micros / 1e6) + " s";
    }
    long seconds = Math.round(micros / 1e6);
    return seconds < 7200
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  private static String figures(double value) {
    int digits = value < 10 ? 2 : value < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
