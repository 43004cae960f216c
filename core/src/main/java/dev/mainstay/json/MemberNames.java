package dev.mainstay.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The names of members that came last, so that one that comes again is no new text. Thread-safe:
 * whoever loses a race makes a text of its own.
 */
final class MemberNames {
  private static final int LONGEST = 48;
  private static final int PLACES = 1024;
  private static final @Nullable String[] KNOWN = new String[PLACES];

  private MemberNames() {}

  /** The name that the ASCII from {@code from} to {@code to} is. */
  static String of(byte[] bytes, int from, int to) {
    if (to - from > LONGEST) {
      return text(bytes, from, to);
    }
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    int place = (hash ^ (hash >>> 10)) & (PLACES - 1);
    String known = KNOWN[place];
    if (known == null || !isSame(known, bytes, from, to)) {
      known = text(bytes, from, to);
      KNOWN[place] = known;
    }
    return known;
  }

  private static boolean isSame(String known, byte[] bytes, int from, int to) {
    if (known.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (known.charAt(i - from) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
