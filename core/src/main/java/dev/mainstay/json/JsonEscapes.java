package dev.mainstay.json;

import java.nio.charset.StandardCharsets;

/** Undoes the escapes in the bytes of a string that is right. */
final class JsonEscapes {
  private static final char[] MEANT = meant();

  private JsonEscapes() {}

  // What a letter behind a backslash stands for; the character itself for all others.
  private static char[] meant() {
    char[] meant = new char[0x80];
    for (char c = 0; c < meant.length; c++) {
      meant[c] = c;
    }
    meant['b'] = '\b';
    meant['f'] = '\f';
    meant['n'] = '\n';
    meant['r'] = '\r';
    meant['t'] = '\t';
    return meant;
  }

  /** The text of the string whose bytes stand from {@code from} to {@code to}. */
  static String undo(byte[] bytes, int from, int to) {
    // No escape is shorter than what it stands for.
    byte[] plain = new byte[to - from];
    int size = 0;
    boolean isAscii = true;
    int at = from;
    while (at < to) {
      int run = at;
      at = PlainRun.end(bytes, at, to);
      System.arraycopy(bytes, run, plain, size, at - run);
      size += at - run;
      while (at < to && bytes[at] < 0) {
        isAscii = false;
        plain[size++] = bytes[at++];
      }
      if (at == to || bytes[at] != '\\') {
        continue;
      }
      at++;
      byte letter = bytes[at++];
      if (letter != 'u') {
        plain[size++] = (byte) MEANT[letter];
        continue;
      }
      char c = unit(bytes, at);
      at += 4;
      if (Character.isSurrogate(c)) {
        return undoByUnits(bytes, from, to);
      }
      isAscii &= c < 0x80;
      size = utf8(c, plain, size);
    }
    return new String(
        plain, 0, size, isAscii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  /**
   * As {@link #undo}, but copied only once where nothing but slashes is escaped, as PHP does in
   * base64.
   */
  static JsonSlice undone(byte[] bytes, int from, int to) {
    int slashes = slashes(bytes, from, to);
    if (slashes < 0) {
      return JsonSlice.of(undo(bytes, from, to));
    }
    byte[] plain = new byte[to - from - slashes];
    int size = 0;
    int at = from;
    while (at < to) {
      int run = at;
      at = PlainRun.end(bytes, at, to);
      System.arraycopy(bytes, run, plain, size, at - run);
      size += at - run;
      if (at < to) {
        plain[size++] = '/';
        at += 2;
      }
    }
    return JsonSlice.of(plain, 0, size);
  }

  // How many slashes are escaped; -1 where anything else is, or is more than ASCII.
  private static int slashes(byte[] bytes, int from, int to) {
    int count = 0;
    int at = PlainRun.end(bytes, from, to);
    while (at < to) {
      if (bytes[at] != '\\' || bytes[at + 1] != '/') {
        return -1;
      }
      count++;
      at = PlainRun.end(bytes, at + 2, to);
    }
    return count;
  }

  // Half of a pair has no form in UTF-8.
  private static String undoByUnits(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder(to - from);
    int at = from;
    while (at < to) {
      int run = at;
      while (at < to && bytes[at] != '\\') {
        at++;
      }
      text.append(new String(bytes, run, at - run, StandardCharsets.UTF_8));
      if (at < to) {
        byte letter = bytes[at + 1];
        text.append(letter == 'u' ? unit(bytes, at + 2) : MEANT[letter]);
        at += letter == 'u' ? 6 : 2;
      }
    }
    return text.toString();
  }

  /** The number that the four digits from {@code at} on are. */
  static char unit(byte[] bytes, int at) {
    int unit = 0;
    for (int i = at; i < at + 4; i++) {
      unit = (unit << 4) | Character.digit(bytes[i], 16);
    }
    return (char) unit;
  }

  private static int utf8(char c, byte[] out, int at) {
    int to = at;
    if (c < 0x80) {
      out[to++] = (byte) c;
    } else if (c < 0x800) {
      out[to++] = (byte) (0xC0 | (c >> 6));
      out[to++] = (byte) (0x80 | (c & 0x3F));
    } else {
      out[to++] = (byte) (0xE0 | (c >> 12));
      out[to++] = (byte) (0x80 | ((c >> 6) & 0x3F));
      out[to++] = (byte) (0x80 | (c & 0x3F));
    }
    return to;
  }
}
