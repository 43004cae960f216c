package dev.mainstay.simulator.dialect;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * The vector of a text: of length 1, always the same for the same text, and the nearer to another's
 * the more words both have.
 */
final class TextVector {
  /** How many numbers a vector has where nobody says. */
  static final int USUAL_SIZE = 16;

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private TextVector() {}

  /** The vector of {@code text}, of {@code size} numbers. */
  static float[] of(String text, int size) {
    double[] sum = new double[size];
    add(text, sum);
    for (String word : BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT))) {
      add(word, sum);
    }
    double length = 0;
    for (double number : sum) {
      length += number * number;
    }
    float[] vector = new float[size];
    for (int i = 0; i < size; i++) {
      vector[i] = (float) (sum[i] / Math.sqrt(length));
    }
    return vector;
  }

  private static void add(String word, double[] sum) {
    SplittableRandom numbers = new SplittableRandom(word.hashCode());
    for (int i = 0; i < sum.length; i++) {
      sum[i] += numbers.nextDouble(-1, 1);
    }
  }
}
