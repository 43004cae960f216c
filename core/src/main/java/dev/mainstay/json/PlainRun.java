package dev.mainstay.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Runs of ASCII that means itself in a string, found eight bytes at a time. */
final class PlainRun {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long SPACES = ONES * ' ';
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';

  private PlainRun() {}

  /**
   * The index of the first quote, backslash, control character or byte beyond ASCII in {@code
   * [from, to)}, or {@code to}.
   */
  static int end(byte[] text, int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long found = special((long) LONGS.get(text, at));
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (at < to && isPlain(text[at])) {
      at++;
    }
    return at;
  }

  // Marks the lowest byte of a word that is special, which is the lowest to borrow or one beyond
  // ASCII; what is marked above it means nothing.
  private static long special(long word) {
    return (word | (word - SPACES) | ((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES))
        & HIGH_BITS;
  }

  private static boolean isPlain(byte b) {
    return b >= ' ' && b != '"' && b != '\\';
  }
}
