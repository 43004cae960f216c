package dev.mainstay.benchmarks.mock;

import java.util.Arrays;

/** Searches in the first bytes of an array. */
final class ByteScan {
  private ByteScan() {}

  /** Where {@code sought} begins in {@code bytes[from, to)}, or -1. */
  static int indexOf(byte[] bytes, int from, int to, byte[] sought) {
    byte first = sought[0];
    for (int i = from; i <= to - sought.length; i++) {
      if (bytes[i] == first && startsWith(bytes, i, to, sought)) {
        return i;
      }
    }
    return -1;
  }

  /** Where {@code sought} begins in {@code bytes[from, to)}, or -1. */
  static int indexOf(byte[] bytes, int from, int to, byte sought) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == sought) {
        return i;
      }
    }
    return -1;
  }

  static boolean startsWith(byte[] bytes, int from, int to, byte[] start) {
    return from + start.length <= to
        && Arrays.equals(bytes, from, from + start.length, start, 0, start.length);
  }
}
