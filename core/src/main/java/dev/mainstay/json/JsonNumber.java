package dev.mainstay.json;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * A JSON number, kept as it was written: {@code 1}, {@code 1.0} and {@code 1e0} are different
 * values.
 *
 * @param literal the number's text in JSON's own syntax
 */
public record JsonNumber(String literal) implements JsonValue {
  // A little more than a long holds.
  private static final double BEYOND_LONG = 1e19;

  // As many digits as any long may have.
  private static final int LONGEST_SHORT = 18;

  /**
   * A number; checks its syntax.
   *
   * @throws IllegalArgumentException if JSON could not read it
   */
  public JsonNumber {
    Objects.requireNonNull(literal, "literal");
    if (!isNumber(literal)) {
      throw new IllegalArgumentException(
          "'" + literal + "' is not a JSON number; write one such as 7, -0.5 or 1e3");
    }
  }

  /** The number {@code value}. */
  public static JsonNumber of(long value) {
    return new JsonNumber(Long.toString(value));
  }

  /**
   * The number {@code value}.
   *
   * @throws IllegalArgumentException if it is infinite or not a number, for which JSON has no form
   */
  public static JsonNumber of(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("JSON has no form for " + value + "; use a finite number");
    }
    return new JsonNumber(Double.toString(value));
  }

  /** The value as a long: fractions are cut off, what is out of range is clamped. */
  public long longValue() {
    int length = literal.length();
    if (length <= LONGEST_SHORT && digitsEnd(literal, 0) == length) {
      return Long.parseLong(literal);
    }
    double nearest = doubleValue();
    // Whatever its exponent: the expansion of 1e999999999 would not fit into memory.
    if (Math.abs(nearest) < 0.5 || Math.abs(nearest) > BEYOND_LONG) {
      return (long) nearest;
    }
    return new BigDecimal(literal)
        .max(BigDecimal.valueOf(Long.MIN_VALUE))
        .min(BigDecimal.valueOf(Long.MAX_VALUE))
        .longValue();
  }

  /** The nearest double; infinite where the number is beyond a double's range. */
  public double doubleValue() {
    return Double.parseDouble(literal);
  }

  private static boolean isNumber(String text) {
    int whole = text.startsWith("-") ? 1 : 0;
    int end = digitsEnd(text, whole);
    if (end == whole || (text.charAt(whole) == '0' && end > whole + 1)) {
      return false;
    }
    if (text.startsWith(".", end)) {
      int fraction = end + 1;
      end = digitsEnd(text, fraction);
      if (end == fraction) {
        return false;
      }
    }
    return end == text.length() || isExponent(text, end);
  }

  private static boolean isExponent(String text, int from) {
    int sign = from + 1;
    int digits = text.startsWith("+", sign) || text.startsWith("-", sign) ? sign + 1 : sign;
    int end = digitsEnd(text, digits);
    return "eE".indexOf(text.charAt(from)) >= 0 && end > digits && end == text.length();
  }

  private static int digitsEnd(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  @Override
  public String toString() {
    return literal;
  }
}
