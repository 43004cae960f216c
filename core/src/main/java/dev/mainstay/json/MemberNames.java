package dev.mainstay.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names of members that came last, so that one that comes again is not a new text. Thread-safe:
 * whoever loses a race makes a text of its own.
 */
final class MemberNames {
  private static final int LONGEST = 48;
  private static final int PLACES = 1024;
  private static final @Nullable Known[] KNOWN = new Known[PLACES];

  private MemberNames() {}

  /** The name that the ASCII from {@code from} to {@code to} is. */
  static String of(byte[] bytes, int from, int to) {
    if (from == to || to - from > LONGEST) {
      return text(bytes, from, to);
    }
    int place = place(bytes, from, to);
    Known known = KNOWN[place];
    if (known == null || !Arrays.equals(known.ascii, 0, known.ascii.length, bytes, from, to)) {
      known = new Known(Arrays.copyOfRange(bytes, from, to), text(bytes, from, to));
      KNOWN[place] = known;
    }
    return known.name;
  }

  // Two names of one API have nearly always another length, beginning, middle or end.
  private static int place(byte[] bytes, int from, int to) {
    int hash = to - from;
    hash = 31 * hash + bytes[from];
    hash = 31 * hash + bytes[(from + to) >>> 1];
    hash = 31 * hash + bytes[to - 1];
    return (hash ^ (hash >>> 10)) & (PLACES - 1);
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** A name and its bytes, which are what is compared. */
  private record Known(byte[] ascii, String name) {}
}
