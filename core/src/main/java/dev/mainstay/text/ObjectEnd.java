package dev.mainstay.text;

/**
 * Finds the end of a JSON object that comes in pieces, such as a tool call's arguments. Each piece
 * is read once and none is kept. It looks at brackets and strings alone: what it calls whole may
 * still not parse. Not thread-safe.
 */
public final class ObjectEnd {
  private int depth;
  private boolean isBegun;
  private boolean isText;
  private boolean isEscaped;
  private boolean isOther;

  /** Reads what comes next. */
  public void add(CharSequence piece) {
    for (int i = 0; i < piece.length() && !isOther; i++) {
      add(piece.charAt(i));
    }
  }

  /** Whether an object has come, whole, and nothing but white space with it. */
  public boolean isWhole() {
    return isBegun && depth == 0 && !isOther;
  }

  /** Whether an object has begun and has not come to its end. */
  public boolean isOpen() {
    return depth > 0;
  }

  /** Whether the first character of {@code piece} that is not white space opens an object. */
  public static boolean isOpenedBy(CharSequence piece) {
    int i = 0;
    while (i < piece.length() && isSpace(piece.charAt(i))) {
      i++;
    }
    return i < piece.length() && piece.charAt(i) == '{';
  }

  private void add(char c) {
    if (isText) {
      addToText(c);
    } else if (depth == 0) {
      isOther = !isSpace(c) && (isBegun || c != '{');
      if (c == '{' && !isOther) {
        isBegun = true;
        depth = 1;
      }
    } else {
      switch (c) {
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case '"' -> isText = true;
        default -> {}
      }
    }
  }

  private void addToText(char c) {
    if (isEscaped) {
      isEscaped = false;
    } else if (c == '\\') {
      isEscaped = true;
    } else if (c == '"') {
      isText = false;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
