package dev.mainstay.splice;

import dev.mainstay.text.Marks;
import java.util.Arrays;

/**
 * Follows a text that may repeat an end of another, character by character.
 *
 * <p>What has come is looked for in the other text, from its beginning on (Knuth, Morris and Pratt
 * with a pattern that grows, so that the work is linear however the texts repeat themselves). Of
 * all its occurrences the first is kept; so once that one reaches the end of the text it is the
 * only one, and the end it repeats occurs once.
 */
final class Repetition {
  private static final int FIRST_CAPACITY = 64;

  private final Folded text;
  private final boolean fromStart;
  // borders[n]: how long the longest proper beginning of the first n characters that have come is
  // that is their end too. Learnt when they are first needed, up to this many.
  private int[] borders = new int[0];
  private int learnt;
  private int size;
  private char last;
  private int start;
  private boolean white;
  private boolean failed;

  /**
   * @param fromStart whether the whole text must be repeated, and no other end of it will do
   */
  Repetition(Folded text, boolean fromStart) {
    this.text = text;
    this.fromStart = fromStart;
  }

  /** Takes the next character. Of whitespace only the first of a run counts. */
  void add(int codePoint) {
    boolean more = white;
    white = !text.isExact() && Marks.isWhite(codePoint);
    if (!white) {
      addAll(text.fold(codePoint));
    } else if (!more) {
      addAll(" ");
    }
  }

  /** Whether no end of the text goes like what has come. */
  boolean isFailed() {
    return failed;
  }

  /** Whether what has come is an end of the text, which then occurs in it once. */
  boolean isEnd() {
    return !failed && start + size == text.length();
  }

  /** Where in the text what has come occurs first. */
  int start() {
    return start;
  }

  private void addAll(String folded) {
    for (int i = 0; i < folded.length() && !failed; i++) {
      failed = !follows(folded.charAt(i));
    }
  }

  private boolean follows(char c) {
    int next = start + size;
    last = c;
    size++;
    return (next < text.length() && text.charAt(next) == c) || (!fromStart && findNext(next));
  }

  private boolean findNext(int from) {
    learnBorders();
    int matched = size - 1;
    for (int i = from; i < text.length(); i++) {
      matched = extended(matched, text.charAt(i));
      if (matched == size) {
        start = i + 1 - size;
        return true;
      }
    }
    return false;
  }

  private void learnBorders() {
    if (size >= borders.length) {
      borders = Arrays.copyOf(borders, Math.max(FIRST_CAPACITY, 2 * size));
    }
    for (; learnt < size; learnt++) {
      borders[learnt + 1] = learnt == 0 ? 0 : extended(borders[learnt], come(learnt));
    }
  }

  private int extended(int matched, char c) {
    int length = matched;
    while (length > 0 && come(length) != c) {
      length = borders[length];
    }
    return come(length) == c ? length + 1 : 0;
  }

  // But for the last one, what has come stands in the text.
  private char come(int index) {
    return index == size - 1 ? last : text.charAt(start + index);
  }
}
