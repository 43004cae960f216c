package dev.mainstay.cli.words;

import java.time.Duration;
import java.util.Locale;

/** Durations as people say them: {@code 12 ms}, {@code 1.4 s}, {@code 3 min}. */
public final class Durations {
  private Durations() {}

  /** {@code duration} in its fitting unit. */
  public static String say(Duration duration) {
    long millis = Math.round(duration.toNanos() / 1e6);
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 120_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    return Math.round(millis / 60_000.0) + " min";
  }
}
