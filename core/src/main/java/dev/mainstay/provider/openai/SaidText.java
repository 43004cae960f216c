package dev.mainstay.provider.openai;

import java.util.Optional;

/**
 * What a choice has said so far, to be recognised in a message that repeats it. Of the text itself
 * nothing is kept, however long it is: its length and a hash stand for it. Not thread-safe.
 */
final class SaidText {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private long length;
  private long hash;

  // From the first character that is not white space on, and up to the last one.
  private long bareLength;
  private long bareHash;
  private long strippedLength;
  private long strippedHash;

  /** Adds what is said next. */
  void add(String piece) {
    int end = piece.length();
    for (int i = 0; i < end; i++) {
      add(piece.charAt(i));
    }
  }

  /**
   * What {@code message} says beyond this; nothing where it does not begin with it, white space at
   * both ends aside, which many servers strip from a last message.
   */
  Optional<String> rest(String message) {
    if (message.length() >= length && hash(message, (int) length) == hash) {
      return Optional.of(message.substring((int) length));
    }
    String stripped = message.strip();
    return stripped.length() == strippedLength && hash(stripped, stripped.length()) == strippedHash
        ? Optional.of("")
        : Optional.empty();
  }

  private void add(char c) {
    hash = next(hash, c);
    length++;
    boolean isSpace = (c <= ' ' || c > '~') && Character.isWhitespace(c);
    if (bareLength > 0 || !isSpace) {
      bareHash = next(bareHash, c);
      bareLength++;
    }
    if (!isSpace) {
      strippedHash = bareHash;
      strippedLength = bareLength;
    }
  }

  private static long hash(String text, int length) {
    long hash = 0;
    for (int i = 0; i < length; i++) {
      hash = next(hash, text.charAt(i));
    }
    return hash;
  }

  private static long next(long hash, char c) {
    return (hash ^ (hash >>> 29)) * FACTOR + c + 1;
  }
}
