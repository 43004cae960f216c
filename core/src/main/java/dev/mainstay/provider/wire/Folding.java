package dev.mainstay.provider.wire;

/**
 * Text as {@link Phrases} look at it: lower-case words with one space around each, a {@code ^}
 * before the first, and a {@code #} for each number. {@code max_tokens: 1,024} is {@code " max
 * tokens # "}.
 */
final class Folding {
  static final char SPACE = ' ';
  private static final char START = '^';
  private static final char NUMBER = '#';

  private final Taker taker;
  private char last;
  private boolean isNumberInDoubt;

  private Folding(Taker taker) {
    this.taker = taker;
  }

  /** Who is given the folded text. */
  @FunctionalInterface
  interface Taker {
    void take(char c);
  }

  /** Gives {@code text}, folded, character by character. */
  static void fold(CharSequence text, Taker taker) {
    Folding folding = new Folding(taker);
    folding.give(SPACE);
    folding.give(START);
    folding.give(SPACE);
    for (int i = 0; i < text.length(); i++) {
      folding.add(text.charAt(i));
    }
    folding.space();
  }

  private void add(char c) {
    if (isDigit(c)) {
      isNumberInDoubt = false;
      if (last != NUMBER) {
        give(NUMBER);
      }
    } else if (last == NUMBER && !isNumberInDoubt && (c == '.' || c == ',')) {
      isNumberInDoubt = true;
    } else {
      addOther(c);
    }
  }

  private void addOther(char c) {
    if (isNumberInDoubt || !Character.isLetter(c)) {
      space();
    }
    if (Character.isLetter(c)) {
      give(Character.toLowerCase(c));
    }
  }

  private void space() {
    isNumberInDoubt = false;
    if (last != SPACE) {
      give(SPACE);
    }
  }

  private void give(char c) {
    last = c;
    taker.take(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
