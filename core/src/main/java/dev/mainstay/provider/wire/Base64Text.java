package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonSlice;

/** Whether a text is base64, told without decoding it: pictures are large. */
final class Base64Text {
  private static final int GROUP = 4;

  private Base64Text() {}

  /**
   * Whether {@code text} from {@code from} on is base64 of at least a byte, in either alphabet.
   * Line breaks are allowed for, and padding may be missing.
   */
  static boolean isWhole(CharSequence text, int from) {
    int digits = 0;
    int padding = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isWhite(c)) {
        continue;
      }
      if (c == '=') {
        padding++;
      } else if (padding > 0 || !isDigit(c)) {
        return false;
      } else {
        digits++;
      }
    }
    int rest = digits % GROUP;
    return digits > 0 && rest != 1 && (padding == 0 || (rest != 0 && padding == GROUP - rest));
  }

  /** {@code base64} without line breaks, which not everybody takes; what is not base64 as it is. */
  static JsonSlice onOneLine(JsonSlice base64) {
    int digits = 0;
    for (int i = 0; i < base64.length(); i++) {
      digits += isWhite(base64.charAt(i)) ? 0 : 1;
    }
    boolean isOnMany = digits < base64.length() && isWhole(base64, 0);
    return isOnMany ? withoutWhite(base64, digits) : base64;
  }

  private static JsonSlice withoutWhite(JsonSlice base64, int digits) {
    byte[] line = new byte[digits];
    int at = 0;
    for (int i = 0; i < base64.length(); i++) {
      char c = base64.charAt(i);
      if (!isWhite(c)) {
        line[at++] = (byte) c;
      }
    }
    return JsonSlice.ofAscii(line);
  }

  private static boolean isWhite(char c) {
    return c == '\n' || c == '\r' || c == ' ' || c == '\t';
  }

  private static boolean isDigit(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/'
        || c == '-'
        || c == '_';
  }
}
