package dev.mainstay.http;

import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long a provider asks to wait, from an error's headers and texts.
 *
 * <p>In this order: {@code retry-after-ms}, {@code x-ms-retry-after-ms}, {@code x-amz-retry-after}
 * (milliseconds), {@code Retry-After} (seconds, or a date), Google's {@code retryDelay}, and words
 * such as "try again in 6m0s". The first that is above zero and can be read counts, but if another
 * is more than a second longer, the longest does. Only where there is none of them, a rate limit
 * with nothing left counts until it is full again: {@code x-ratelimit-reset-…} where {@code
 * x-ratelimit-remaining-…} is 0, Anthropic's {@code anthropic-ratelimit-…-reset} likewise; the
 * longest of the first 64.
 *
 * <p>What cannot be read, is zero or negative counts for nothing; more than 24 h count as 24 h.
 */
public final class RetryHints {
  // Two forms of one hint differ by their rounding.
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  private static final List<String> MILLISECONDS =
      List.of("retry-after-ms", "x-ms-retry-after-ms", "x-amz-retry-after");

  // Providers tell of a handful of limits; garbage is slow to read.
  private static final int MOST_RESETS = 64;

  private RetryHints() {}

  /**
   * The wait asked for, where one is; above zero, at most 24 h.
   *
   * @param headers the answer's headers
   * @param texts the error's messages, and the values of {@code retryDelay}
   * @param now the time of the answer; dates are measured from the answer's own {@code Date} where
   *     it has one, so that a clock that is wrong on either side does no harm
   */
  public static Optional<Duration> of(Headers headers, List<String> texts, Instant now) {
    Instant sent = headers.first("date").flatMap(WaitSyntax::date).orElse(now);
    List<Duration> hints = new ArrayList<>();
    for (String name : MILLISECONDS) {
      headers.all(name).forEach(value -> WaitSyntax.millis(value).ifPresent(hints::add));
    }
    headers
        .all("retry-after")
        .forEach(value -> WaitSyntax.secondsOrDate(value, sent).ifPresent(hints::add));
    texts.forEach(text -> WaitSyntax.duration(text).ifPresent(hints::add));
    texts.forEach(text -> WaitSyntax.phrase(text).ifPresent(hints::add));
    return hints.isEmpty() ? reset(headers, sent) : Optional.of(choose(hints));
  }

  private static Duration choose(List<Duration> hints) {
    Duration first = hints.getFirst();
    Duration longest = first;
    for (Duration hint : hints) {
      longest = hint.compareTo(longest) > 0 ? hint : longest;
    }
    return longest.minus(ROUNDING).compareTo(first) > 0 ? longest : first;
  }

  private static Optional<Duration> reset(Headers headers, Instant sent) {
    return resets(headers.entries())
        .flatMap(value -> WaitSyntax.reset(value, sent).stream())
        .max(Duration::compareTo);
  }

  /** The values that tell when what has nothing left is full again; the first 64 of them. */
  static Stream<String> resets(List<Field> headers) {
    Set<String> names =
        headers.stream()
            .filter(header -> isNothingLeft(header.value()))
            .map(header -> resetName(lower(header.name())))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    return headers.stream()
        .filter(header -> names.contains(lower(header.name())))
        .limit(MOST_RESETS)
        .map(Field::value);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static boolean isNothingLeft(String value) {
    return value.strip().equals("0");
  }

  /** The header that tells when what {@code remaining} counts is full again; empty for none. */
  private static String resetName(String remaining) {
    if (remaining.startsWith("x-ratelimit-remaining")) {
      return remaining.replace("-remaining", "-reset");
    }
    if (remaining.startsWith("anthropic-ratelimit-") && remaining.endsWith("-remaining")) {
      return remaining.replace("-remaining", "-reset");
    }
    return "";
  }
}
