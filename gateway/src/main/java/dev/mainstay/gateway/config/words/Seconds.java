package dev.mainstay.gateway.config.words;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Numbers and durations as people write them. */
public final class Seconds {
  /** What may be written for a duration. */
  public static final String RANGE = "a number of seconds above 0, up to 1,000,000,000";

  private static final double MOST = 1e9;
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:\\d[\\d_]*(?:\\.[\\d_]*)?|\\.\\d[\\d_]*)(?:[eE][-+]?\\d{1,3})?");

  private Seconds() {}

  /** {@code seconds} as a duration, or nothing where it is out of {@link #RANGE}. */
  public static Optional<Duration> of(double seconds) {
    if (!(seconds > 0 && seconds <= MOST)) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(Math.max(1, Math.round(seconds * 1e9))));
  }

  /** The number that {@code text} is; as in YAML, its digits may be grouped by underscores. */
  public static OptionalDouble number(String text) {
    return NUMBER.matcher(text).matches()
        ? OptionalDouble.of(Double.parseDouble(text.replace("_", "")))
        : OptionalDouble.empty();
  }
}
