package dev.mainstay.simulator.script;

import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.words.WaitFormat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When to ask again, in OpenAI's words. */
final class RetryHint {
  private RetryHint() {}

  /**
   * {@code retry-after-ms} and {@code retry-after}, both rounded up so that who obeys is not early.
   */
  static List<Header> headers(Duration wait) {
    long millis = WaitFormat.millisUp(wait);
    return List.of(
        new Header("retry-after-ms", Long.toString(millis)),
        new Header("retry-after", Long.toString(Math.ceilDiv(millis, 1000))));
  }

  /**
   * The wait told by the last two of {@code headers}, if they are what {@link #headers} makes of
   * one.
   */
  static Optional<Duration> lastOf(List<Header> headers) {
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
  static List<Header> without(List<Header> headers) {
    return lastOf(headers).isPresent() ? headers.subList(0, headers.size() - 2) : headers;
  }
}
