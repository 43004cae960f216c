package dev.mainstay.text;

/**
 * Text without halves of characters: half a surrogate pair waits for the other half, and is dropped
 * if that does not come next. Not thread-safe.
 */
public final class WholeCharacters {
  private static final char NOTHING = 0;

  private char waiting = NOTHING;

  /** Takes the next piece; gives what is whole. */
  public String add(String text) {
    if (waiting == NOTHING && !hasSurrogate(text)) {
      return text;
    }
    StringBuilder whole = new StringBuilder(text.length() + 1);
    for (int i = 0; i < text.length(); i++) {
      take(text.charAt(i), whole);
    }
    return whole.toString();
  }

  /** Whether half a character is waiting for its other half. */
  public boolean isWaiting() {
    return waiting != NOTHING;
  }

  private void take(char c, StringBuilder whole) {
    if (Character.isHighSurrogate(c)) {
      waiting = c;
      return;
    }
    if (!Character.isLowSurrogate(c)) {
      whole.append(c);
    } else if (waiting != NOTHING) {
      whole.append(waiting).append(c);
    }
    waiting = NOTHING;
  }

  public static boolean hasSurrogate(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) >= Character.MIN_SURROGATE && Character.isSurrogate(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
