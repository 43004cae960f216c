package dev.mainstay.splice;

import dev.mainstay.text.Marks;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * A text in the form in which two are compared: a run of whitespace is one space, quotes and dashes
 * are of one kind, composed characters are decomposed. Nothing is left out, so that only texts with
 * the same words are equal.
 */
final class Folded {
  private static final int PLAIN = 0xc0;

  private char[] chars;
  private int[] sources;
  private int length;
  private final boolean exact;

  private Folded(int capacity, boolean exact) {
    chars = new char[capacity];
    sources = new int[capacity];
    this.exact = exact;
  }

  /** The folded form of {@code text}. */
  static Folded of(String text) {
    return read(text, false);
  }

  /** {@code text} as it is, for a comparison that forgives nothing. */
  static Folded exact(String text) {
    return read(text, true);
  }

  /** As {@link #folded}, or the character itself where nothing is forgiven in this text. */
  String fold(int codePoint) {
    return exact ? Character.toString(codePoint) : folded(codePoint);
  }

  boolean isExact() {
    return exact;
  }

  int length() {
    return length;
  }

  char charAt(int index) {
    return chars[index];
  }

  /** Where in the text the character at {@code index} comes from. */
  int source(int index) {
    return sources[index];
  }

  /** Whether a character of the text begins at {@code index}, rather than a part of one. */
  boolean isCharacterStart(int index) {
    return index == 0 || sources[index] != sources[index - 1];
  }

  /** How long the longest end is that occurs elsewhere too, be it overlapping; 0 where none is. */
  int longestRepeatedEnd() {
    int[] common = new int[length];
    int longest = 0;
    int left = 0;
    int right = 0;
    for (int i = 1; i < length; i++) {
      int known = i < right ? Math.min(right - i, common[i - left]) : 0;
      while (i + known < length && fromEnd(known) == fromEnd(i + known)) {
        known++;
      }
      common[i] = known;
      longest = Math.max(longest, known);
      if (i + known > right) {
        left = i;
        right = i + known;
      }
    }
    return longest;
  }

  private char fromEnd(int index) {
    return chars[length - 1 - index];
  }

  private static Folded read(String text, boolean exact) {
    Folded folded = new Folded(text.length(), exact);
    boolean white = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      boolean more = white;
      white = !exact && Marks.isWhite(c);
      if (!white) {
        folded.append(folded.fold(c), i);
      } else if (!more) {
        folded.append(" ", i);
      }
    }
    return folded;
  }

  private void append(String text, int source) {
    if (length + text.length() > chars.length) {
      int capacity = 2 * chars.length + text.length();
      chars = Arrays.copyOf(chars, capacity);
      sources = Arrays.copyOf(sources, capacity);
    }
    for (int i = 0; i < text.length(); i++) {
      chars[length] = text.charAt(i);
      sources[length] = source;
      length++;
    }
  }

  /** The folded form of one character that is not whitespace. */
  static String folded(int c) {
    if (Marks.isDoubleQuote(c)) {
      return "\"";
    }
    if (Marks.isSingleQuote(c)) {
      return "'";
    }
    if (Marks.isDash(c)) {
      return "-";
    }
    String alone = Character.toString(c);
    return c < PLAIN ? alone : Normalizer.normalize(alone, Normalizer.Form.NFD);
  }
}
