package dev.mainstay.provider.wire;

import java.util.Arrays;
import java.util.Optional;

/**
 * A character whose UTF-8 bytes a server has cut over two events, as those that stream tokens and
 * not characters do. Its first bytes are taken out of the one event and set before the rest in the
 * next. Not thread-safe.
 */
final class CutCharacter {
  private static final byte[] NOTHING = {};

  private byte[] begun = NOTHING;

  /** Whether the first bytes of a character have come, and the next event must have the rest. */
  boolean isWaiting() {
    return begun.length > 0;
  }

  /** {@code data} without the first bytes of the one character that is cut in it, if one is. */
  Optional<byte[]> begin(byte[] data) {
    int at = firstCut(data);
    if (at == data.length || length(data[at]) < 2) {
      return Optional.empty();
    }
    int end = at + 1;
    while (end < data.length && isContinuation(data[end])) {
      end++;
    }
    begun = Arrays.copyOfRange(data, at, end);
    return Optional.of(joined(Arrays.copyOf(data, at), NOTHING, data, end));
  }

  /** {@code data} with what was begun before the rest of it; nothing where it has no such rest. */
  Optional<byte[]> complete(byte[] data) {
    int at = firstCut(data);
    byte[] first = begun;
    begun = NOTHING;
    return at < data.length && isContinuation(data[at])
        ? Optional.of(joined(Arrays.copyOf(data, at), first, data, at))
        : Optional.empty();
  }

  /** Where the first byte stands that belongs to no whole character; the length if none does. */
  private static int firstCut(byte[] data) {
    int at = 0;
    while (at < data.length) {
      int length = data[at] >= 0 ? 1 : length(data[at]);
      if (length == 0 || !isWhole(data, at, length)) {
        return at;
      }
      at += length;
    }
    return at;
  }

  private static boolean isWhole(byte[] data, int at, int length) {
    for (int i = at + 1; i < at + length; i++) {
      if (i >= data.length || !isContinuation(data[i])) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes the character has that {@code lead} begins; 0 where it begins none. */
  private static int length(byte lead) {
    int bits = lead & 0xFF;
    if (bits < 0xC2 || bits > 0xF4) {
      return 0;
    }
    return bits < 0xE0 ? 2 : bits < 0xF0 ? 3 : 4;
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }

  private static byte[] joined(byte[] start, byte[] middle, byte[] data, int from) {
    byte[] all = Arrays.copyOf(start, start.length + middle.length + data.length - from);
    System.arraycopy(middle, 0, all, start.length, middle.length);
    System.arraycopy(data, from, all, start.length + middle.length, data.length - from);
    return all;
  }
}
