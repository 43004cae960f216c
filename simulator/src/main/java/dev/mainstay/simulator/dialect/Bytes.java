package dev.mainstay.simulator.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes that is used again and again. */
public final class Bytes {
  private byte[] array = new byte[1024];
  private int length;

  public Bytes add(byte[] bytes) {
    return add(bytes, 0, bytes.length);
  }

  public Bytes add(byte[] bytes, int from, int to) {
    int count = to - from;
    reserve(count);
    System.arraycopy(bytes, from, array, length, count);
    length += count;
    return this;
  }

  public Bytes add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds {@code number}, 0 or more, in the digits of {@code radix}, 10 or 16. */
  public Bytes add(int number, int radix) {
    int digits = 1;
    for (int rest = number / radix; rest > 0; rest /= radix) {
      digits++;
    }
    reserve(digits);
    int rest = number;
    for (int at = length + digits - 1; at >= length; at--) {
      array[at] = (byte) Character.forDigit(rest % radix, radix);
      rest /= radix;
    }
    length += digits;
    return this;
  }

  public byte[] array() {
    return array;
  }

  public int length() {
    return length;
  }

  public void clear() {
    length = 0;
  }

  public byte[] copy() {
    return Arrays.copyOf(array, length);
  }

  private void reserve(int count) {
    if (length + count > array.length) {
      array = Arrays.copyOf(array, Math.max(array.length * 2, length + count));
    }
  }
}
