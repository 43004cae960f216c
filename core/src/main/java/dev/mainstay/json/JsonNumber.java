package dev.mainstay.json;

import java.math.BigDecimal;

/**
 * A JSON number, kept as it was written: {@code 1}, {@code 1.0} and {@code 1e0} are different
 * values.
 *
 * @param literal the number's text in JSON's own syntax
 */
public record JsonNumber(String literal) implements JsonValue {
  // BigDecimal("1e999999999") is small, its expansion is not: beyond this exponent a number has no
  // place in a long.
  private static final int MAX_DIGITS = 40;

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
    BigDecimal exact = new BigDecimal(literal);
    if (exact.precision() - exact.scale() > MAX_DIGITS) {
      return exact.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    if (exact.scale() - exact.precision() > MAX_DIGITS) {
      return 0;
    }
    return exact
        .max(BigDecimal.valueOf(Long.MIN_VALUE))
        .min(BigDecimal.valueOf(Long.MAX_VALUE))
        .longValue();
  }

  /** The nearest double. */
  public double doubleValue() {
    return Double.parseDouble(literal);
  }

  @Override
  public String toString() {
    return literal;
  }
}
