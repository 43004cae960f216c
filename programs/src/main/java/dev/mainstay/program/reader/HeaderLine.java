package dev.mainstay.program.reader;

/**
 * Recognises a header such as {@code [[ ## answer:7f3a ## ]]} character by character, whatever
 * spaces are in it. Used again and again.
 */
final class HeaderLine {
  /** What is known after a character. */
  enum Match {
    MAYBE,
    YES,
    NO
  }

  private enum Step {
    OPEN,
    HASH,
    SECOND_HASH,
    NAME_OR_SPACE,
    NAME,
    COLON,
    NONCE_OR_SPACE,
    NONCE,
    CLOSING_HASH,
    SECOND_CLOSING_HASH,
    CLOSE,
    SECOND_CLOSE
  }

  private static final int LONGEST = 256;

  private final String nonce;
  private final StringBuilder held = new StringBuilder();
  private final StringBuilder name = new StringBuilder();
  private Step step = Step.OPEN;
  private int matched;

  HeaderLine(String nonce) {
    this.nonce = nonce;
  }

  /** Begins with the bracket that was seen. */
  void begin() {
    held.setLength(0);
    held.append('[');
    name.setLength(0);
    matched = 0;
    step = Step.OPEN;
  }

  /** What has been taken since the beginning. */
  String held() {
    return held.toString();
  }

  /** The name between the marks. */
  String name() {
    return name.toString();
  }

  /** Takes a character, unless it cannot belong to a header. */
  Match accept(char c) {
    boolean isSpace = c == ' ' || c == '\t';
    boolean fits = held.length() < LONGEST && fits(c, isSpace);
    if (!fits) {
      return Match.NO;
    }
    held.append(c);
    return step == Step.SECOND_CLOSE && c == ']' && held.charAt(held.length() - 2) == ']'
        ? Match.YES
        : Match.MAYBE;
  }

  private boolean fits(char c, boolean isSpace) {
    return switch (step) {
      case OPEN -> go(c == '[', Step.HASH);
      case HASH -> isSpace || go(c == '#', Step.SECOND_HASH);
      case SECOND_HASH -> go(c == '#', Step.NAME_OR_SPACE);
      case NAME_OR_SPACE -> isSpace || (isName(c) && go(named(c), Step.NAME));
      case NAME ->
          c == ':'
              ? go(true, Step.NONCE_OR_SPACE)
              : isSpace ? go(true, Step.COLON) : isName(c) && named(c);
      case COLON -> isSpace || go(c == ':', Step.NONCE_OR_SPACE);
      case NONCE_OR_SPACE -> isSpace || isNonce(c);
      case NONCE -> isNonce(c);
      case CLOSING_HASH -> isSpace || go(c == '#', Step.SECOND_CLOSING_HASH);
      case SECOND_CLOSING_HASH -> go(c == '#', Step.CLOSE);
      case CLOSE -> isSpace || go(c == ']', Step.SECOND_CLOSE);
      case SECOND_CLOSE -> c == ']';
    };
  }

  private boolean go(boolean fits, Step next) {
    if (fits) {
      step = next;
    }
    return fits;
  }

  private static boolean isName(char c) {
    return Character.isJavaIdentifierPart(c) || c == '/';
  }

  private boolean named(char c) {
    name.append(c);
    return true;
  }

  private boolean isNonce(char c) {
    if (nonce.charAt(matched) != c) {
      return false;
    }
    matched++;
    return go(true, matched == nonce.length() ? Step.CLOSING_HASH : Step.NONCE);
  }
}
