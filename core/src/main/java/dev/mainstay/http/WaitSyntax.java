package dev.mainstay.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ways in which providers write how long to wait. Every wait given out is above zero, and at
 * most 24 h.
 */
final class WaitSyntax {
  private static final String NUMBER = "(?:\\d++(?:\\.\\d*+)?|\\.\\d++)";
  private static final String UNIT =
      "(?:ns|[uµμ]s|ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)(?![a-z])";
  private static final String STEP = NUMBER + " ?" + UNIT;
  private static final String SPAN = STEP + "(?:(?:,? (?:and )?)?" + STEP + "){0,5}";

  private static final Pattern PLAIN_NUMBER = Pattern.compile(NUMBER);
  private static final Pattern WHOLE_SPAN = caseless(SPAN);
  private static final Pattern ONE_STEP = caseless("(" + NUMBER + ") ?(" + UNIT + ")");
  private static final Pattern PHRASE =
      caseless("(?:(?:try again|retry|resets?) (?:after|in)|please wait) (" + SPAN + ")");

  // RFC 9110, 5.6.7, wants all three forms of a date understood. The last is for rate limits.
  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          new DateTimeFormatterBuilder()
              .appendPattern("EEEE, dd-MMM-")
              .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
              .appendPattern(" HH:mm:ss 'GMT'")
              .toFormatter(Locale.US)
              .withZone(ZoneOffset.UTC),
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US)
              .withZone(ZoneOffset.UTC),
          DateTimeFormatter.ISO_OFFSET_DATE_TIME);

  // A number of seconds as large as these is a moment since 1970 instead, in seconds or
  // milliseconds.
  private static final double FIRST_EPOCH_SECOND = 1e9;
  private static final double FIRST_EPOCH_MILLI = 1e12;

  // Some providers answer with a date years away; nobody knows what holds after a day.
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  private WaitSyntax() {}

  /** A number of milliseconds, as in {@code 18642} or {@code 99.5}. */
  static Optional<Duration> millis(String value) {
    return number(value).flatMap(millis -> ofNanos(millis * NANOS_PER_MILLI));
  }

  /** A number of seconds, or a date after {@code now}. */
  static Optional<Duration> secondsOrDate(String value, Instant now) {
    return number(value)
        .flatMap(seconds -> ofNanos(seconds * NANOS_PER_SECOND))
        .or(() -> date(value).flatMap(date -> until(date, now)));
  }

  /** When a limit is full again: a duration, a number of seconds, or a moment. */
  static Optional<Duration> reset(String value, Instant now) {
    Optional<Double> number = number(value);
    if (number.isPresent() && number.get() >= FIRST_EPOCH_SECOND) {
      return until(epoch(number.get()), now);
    }
    return duration(value).or(() -> secondsOrDate(value, now));
  }

  /** A text that is a duration and nothing else, as in {@code 34.4s} or {@code 6m0s}. */
  static Optional<Duration> duration(String text) {
    String stripped = text.strip();
    return WHOLE_SPAN.matcher(stripped).matches() ? sum(stripped) : Optional.empty();
  }

  /** The first duration that a text asks to wait, as in "try again in 6m0s". */
  static Optional<Duration> phrase(CharSequence text) {
    Matcher matcher = PHRASE.matcher(text);
    return matcher.find() ? sum(matcher.group(1)) : Optional.empty();
  }

  /** A date in one of HTTP's forms, or RFC 3339's. */
  static Optional<Instant> date(String value) {
    String stripped = value.strip();
    for (DateTimeFormatter format : DATES) {
      try {
        return Optional.of(format.parse(stripped, Instant::from));
      } catch (DateTimeException notThisForm) {
        // The next may fit.
      }
    }
    return Optional.empty();
  }

  private static Optional<Double> number(String value) {
    String stripped = value.strip();
    return PLAIN_NUMBER.matcher(stripped).matches()
        ? Optional.of(Double.parseDouble(stripped))
        : Optional.empty();
  }

  private static Instant epoch(double number) {
    return Instant.ofEpochMilli((long) (number >= FIRST_EPOCH_MILLI ? number : number * 1000));
  }

  private static Optional<Duration> sum(String span) {
    double nanos = 0;
    Matcher step = ONE_STEP.matcher(span);
    while (step.find()) {
      nanos += Double.parseDouble(step.group(1)) * nanosPer(step.group(2).toLowerCase(Locale.ROOT));
    }
    return ofNanos(nanos);
  }

  private static double nanosPer(String unit) {
    return switch (unit.charAt(0)) {
      case 'n' -> 1;
      case 'u', 'µ', 'μ' -> 1e3;
      case 's' -> NANOS_PER_SECOND;
      case 'h' -> 3600 * NANOS_PER_SECOND;
      case 'd' -> 86_400 * NANOS_PER_SECOND;
      default ->
          unit.equals("ms") || unit.startsWith("mil") ? NANOS_PER_MILLI : 60 * NANOS_PER_SECOND;
    };
  }

  private static Optional<Duration> until(Instant date, Instant now) {
    Duration wait = Duration.between(now, date);
    return wait.isPositive() ? Optional.of(atMostLongest(wait)) : Optional.empty();
  }

  private static Optional<Duration> ofNanos(double nanos) {
    long rounded = Math.round(nanos);
    return rounded > 0 ? Optional.of(atMostLongest(Duration.ofNanos(rounded))) : Optional.empty();
  }

  private static Duration atMostLongest(Duration wait) {
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }

  private static Pattern caseless(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }
}
