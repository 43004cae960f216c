package dev.mainstay.simulator.script;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as scripts write them: a number and its unit, as in {@code 20ms}, {@code 1.5s}, {@code
 * 2m}.
 */
final class YamlDuration {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)(ns|us|ms|s|m|h)");
  private static final int NANO_DIGITS = 9;

  private YamlDuration() {}

  static Duration parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a duration; write a number and its unit, such as 20ms, 1.5s or 2m");
    }
    BigDecimal seconds = new BigDecimal(form.group(1)).multiply(unit(form.group(2)));
    BigDecimal whole = seconds.setScale(0, RoundingMode.DOWN);
    long nanos = seconds.subtract(whole).movePointRight(NANO_DIGITS).longValue();
    try {
      return Duration.ofSeconds(whole.longValueExact(), nanos);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is longer than any clock can tell", e);
    }
  }

  static String format(Duration duration) {
    if (duration.getNano() == 0) {
      return duration.toSeconds() + "s";
    }
    if (duration.getNano() % 1_000_000 == 0 && duration.toSeconds() == 0) {
      return duration.toMillis() + "ms";
    }
    BigDecimal seconds =
        BigDecimal.valueOf(duration.getNano(), NANO_DIGITS)
            .add(BigDecimal.valueOf(duration.getSeconds()));
    return seconds.stripTrailingZeros().toPlainString() + "s";
  }

  private static BigDecimal unit(String name) {
    return switch (name) {
      case "ns" -> new BigDecimal("0.000000001");
      case "us" -> new BigDecimal("0.000001");
      case "ms" -> new BigDecimal("0.001");
      case "s" -> BigDecimal.ONE;
      case "m" -> BigDecimal.valueOf(60);
      case "h" -> BigDecimal.valueOf(3600);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
