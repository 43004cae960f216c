package dev.mainstay.simulator.script;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When to ask again, in OpenAI's words. */
public final class RetryHint {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private RetryHint() {}

  /**
   * {@code retry-after-ms} and {@code retry-after}, both rounded up so that who obeys is not early.
   */
  static List<Header> headers(Duration wait) {
    long millis = millisUp(wait);
    return List.of(
        new Header("retry-after-ms", Long.toString(millis)),
        new Header("retry-after", Long.toString(Math.ceilDiv(millis, 1000))));
  }

  /**
   * The wait told by the last two of {@code headers}, if they are what {@link #headers} makes of
   * one.
   */
  public static Optional<Duration> lastOf(List<Header> headers) {
    if (headers.size() < 2) {
      return Optional.empty();
    }
    List<Header> lastTwo = headers.subList(headers.size() - 2, headers.size());
    return Optional.of(lastTwo.getFirst().value())
        .filter(value -> value.matches("\\d{1,15}"))
        .map(value -> Duration.ofMillis(Long.parseLong(value)))
        .filter(wait -> headers(wait).equals(lastTwo));
  }

  /** {@code headers} without what {@link #lastOf} reads in them. */
  public static List<Header> without(List<Header> headers) {
    return lastOf(headers).isPresent() ? headers.subList(0, headers.size() - 2) : headers;
  }

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
    String fraction = millis % 1000 == 0 ? "" : "." + String.format("%03d", millis % 1000);
    return millis / 1000 + fraction.replaceFirst("0+$", "") + "s";
  }
}
