package dev.mainstay.simulator.words;

import java.time.Duration;
import java.util.Locale;

/** Waits as they are told: rounded up, so that who obeys is not early. */
public final class WaitFormat {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private WaitFormat() {}

  /** Its milliseconds. */
  public static long millisUp(Duration wait) {
    return Math.ceilDiv(wait.toNanos(), NANOS_PER_MILLI);
  }

  /** A duration as Go writes it, which is what the {@code x-ratelimit-reset-*} headers hold. */
  public static String goDuration(Duration duration) {
    long millis = millisUp(duration);
    if (millis < 1000) {
      return millis + "ms";
    }
    long minutes = millis / 60_000;
    String seconds = seconds(millis % 60_000);
    return minutes == 0 ? seconds : minutes + "m" + seconds;
  }

  private static String seconds(long millis) {
    String fraction =
        millis % 1000 == 0 ? "" : "." + String.format(Locale.ROOT, "%03d", millis % 1000);
    return millis / 1000 + fraction.replaceFirst("0+$", "") + "s";
  }
}
