package dev.mainstay.program;

import java.util.Objects;

/**
 * How good an answer is.
 *
 * @param value more is better; by custom 0 to 1
 * @param feedback what could be better, for the model to read; may be empty
 */
public record Score(double value, String feedback) {
  /**
   * A score that is a number, with a feedback that is there.
   *
   * @throws IllegalArgumentException if {@code value} is not a number
   */
  public Score {
    Objects.requireNonNull(feedback, "feedback");
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("a score is not a number; use one, by custom 0 to 1");
    }
  }

  /** A score without feedback. */
  public static Score of(double value) {
    return new Score(value, "");
  }

  /** 1 for what is right, 0 for what is not. */
  public static Score of(boolean isRight) {
    return of(isRight ? 1 : 0);
  }
}
