package dev.mainstay.stream;

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
  private char[] pattern = new char[FIRST_CAPACITY];
  // borders[n]: how long the longest proper beginning of the pattern's first n characters is that
  // is their end too.
  private int[] borders = new int[FIRST_CAPACITY + 1];
  private int size;
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

  /** Takes the next character. Of whitespace only the first of a run counts, and none before. */
  void add(int codePoint) {
    boolean more = white || size == 0;
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
    append(c);
    return (next < text.length() && text.charAt(next) == c) || (!fromStart && findNext(next));
  }

  private boolean findNext(int from) {
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

  private void append(char c) {
    if (size == pattern.length) {
      pattern = Arrays.copyOf(pattern, 2 * size);
      borders = Arrays.copyOf(borders, 2 * size + 1);
    }
    pattern[size] = c;
    size++;
    borders[size] = size == 1 ? 0 : extended(borders[size - 1], c);
  }

  private int extended(int matched, char c) {
    int length = matched;
    while (length > 0 && pattern[length] != c) {
      length = borders[length];
    }
    return pattern[length] == c ? length + 1 : 0;
  }
}
