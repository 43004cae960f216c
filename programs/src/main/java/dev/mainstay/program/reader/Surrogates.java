package dev.mainstay.program.reader;

/** Keeps the halves of a character together; a half alone becomes U+FFFD. */
final class Surrogates {
  /** Hears characters. */
  interface Sink {
    void character(char c);
  }

  private static final char REPLACEMENT = '\uFFFD';

  private final Sink sink;
  private final Runnable onHalf;
  private char high;

  Surrogates(Sink sink, Runnable onHalf) {
    this.sink = sink;
    this.onHalf = onHalf;
  }

  /** Whether half a character has come. */
  boolean isHolding() {
    return high != 0;
  }

  void accept(char c) {
    if (high != 0) {
      char held = high;
      high = 0;
      if (Character.isLowSurrogate(c)) {
        sink.character(held);
        sink.character(c);
        return;
      }
      replace();
    }
    if (Character.isHighSurrogate(c)) {
      high = c;
    } else if (Character.isLowSurrogate(c)) {
      replace();
    } else {
      sink.character(c);
    }
  }

  /** The text ends here. */
  void end() {
    if (high != 0) {
      high = 0;
      replace();
    }
  }

  private void replace() {
    onHalf.run();
    sink.character(REPLACEMENT);
  }
}
