package dev.mainstay.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * A text as JSON has it, in quotes and in UTF-8. Half of a surrogate pair has no form in UTF-8 and
 * is escaped: providers send it where they cut a text between the halves.
 */
final class JsonText {
  private static final byte[] UPPER = "0123456789ABCDEF".getBytes(US_ASCII);
  private static final byte[] LOWER = "0123456789abcdef".getBytes(US_ASCII);
  // What stands behind the backslash, by character; 'u' where only a number does.
  private static final byte[] ESCAPES = escapes();

  private JsonText() {}

  private static byte[] escapes() {
    byte[] escapes = new byte[0x80];
    for (int control = 0; control < 0x20; control++) {
      escapes[control] = 'u';
    }
    escapes['\b'] = 'b';
    escapes['\t'] = 't';
    escapes['\n'] = 'n';
    escapes['\f'] = 'f';
    escapes['\r'] = 'r';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
  }

  /** How many bytes {@code text} has, its quotes included. */
  static long size(String text) {
    return size(text, 0, text.length());
  }

  /** How many bytes what of {@code text} stands there has, its quotes included. */
  static long size(String text, int from, int end) {
    long size = end - from + 2L;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        size += ESCAPES[c] == 0 ? 0 : ESCAPES[c] == 'u' ? 5 : 1;
      } else if (c < 0x800) {
        size += 1;
      } else if (!Character.isSurrogate(c)) {
        size += 2;
      } else if (isPair(text, i, end)) {
        // Two characters, which are counted already.
        size += 2;
        i++;
      } else {
        size += 5;
      }
    }
    return size;
  }

  /** Writes {@code text} from {@code at} on; gives where it ends. */
  static int write(String text, byte[] out, int at) {
    return write(text, 0, text.length(), out, at);
  }

  /** As {@link #write(String, byte[], int)}, but what of {@code text} stands there. */
  static int write(String text, int from, int end, byte[] out, int at) {
    out[at] = '"';
    int to = writeInside(text, from, end, out, at + 1);
    out[to] = '"';
    return to + 1;
  }

  /** As {@link #write(String, int, int, byte[], int)}, but without quotes. */
  static int writeInside(String text, int from, int end, byte[] out, int at) {
    int to = at;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        int run = i;
        i = plainEnd(text, run + 1, end) - 1;
        to = copy(text, run, i + 1, out, to);
      } else if (Character.isSurrogate(c) && isPair(text, i, end)) {
        to = wide(text.codePointAt(i), out, to);
        i++;
      } else {
        to = other(c, out, to);
      }
    }
    return to;
  }

  /** Where the characters end that mean themselves; {@code end} where nothing follows them. */
  private static int plainEnd(String text, int from, int end) {
    int at = from;
    while (at < end && isPlain(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isPlain(char c) {
    return c < 0x80 && ESCAPES[c] == 0;
  }

  // What this drops of each character is zero in ASCII.
  @SuppressWarnings("deprecation")
  private static int copy(String text, int from, int end, byte[] out, int at) {
    text.getBytes(from, end, out, at);
    return at + end - from;
  }

  private static boolean isPair(String text, int at, int end) {
    return at + 1 < end && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }

  private static int other(char c, byte[] out, int at) {
    if (c < 0x80) {
      return ESCAPES[c] == 'u' ? number(c, UPPER, out, at) : escape(ESCAPES[c], out, at);
    }
    if (Character.isSurrogate(c)) {
      return number(c, LOWER, out, at);
    }
    int to = at;
    if (c < 0x800) {
      out[to++] = (byte) (0xC0 | (c >> 6));
    } else {
      out[to++] = (byte) (0xE0 | (c >> 12));
      out[to++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    }
    out[to++] = (byte) (0x80 | (c & 0x3F));
    return to;
  }

  private static int wide(int codePoint, byte[] out, int at) {
    out[at] = (byte) (0xF0 | (codePoint >> 18));
    out[at + 1] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
    out[at + 2] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
    out[at + 3] = (byte) (0x80 | (codePoint & 0x3F));
    return at + 4;
  }

  private static int escape(byte letter, byte[] out, int at) {
    out[at] = '\\';
    out[at + 1] = letter;
    return at + 2;
  }

  private static int number(char c, byte[] digits, byte[] out, int at) {
    int to = escape((byte) 'u', out, at);
    for (int shift = 12; shift >= 0; shift -= 4) {
      out[to++] = digits[(c >> shift) & 0xF];
    }
    return to;
  }
}
