package dev.mainstay.http;

import java.io.InputStream;
import java.util.Arrays;

/** Bytes that come in pieces: no read goes over the end of a piece. It keeps count of them. */
final class SplitStream extends InputStream {
  private final byte[] bytes;
  private final int[] ends;
  private int at;
  private int piece;
  private int reads;
  private int mostAsked;

  /** {@code bytes} cut at each of {@code splits}, in ascending order. */
  SplitStream(byte[] bytes, int... splits) {
    this.bytes = bytes;
    this.ends = Arrays.copyOf(splits, splits.length + 1);
    this.ends[splits.length] = bytes.length;
  }

  static SplitStream byteByByte(byte[] bytes) {
    int[] splits = new int[bytes.length];
    Arrays.setAll(splits, i -> i);
    return new SplitStream(bytes, splits);
  }

  int reads() {
    return reads;
  }

  /** The most bytes that one read asked for. */
  int mostAsked() {
    return mostAsked;
  }

  @Override
  public int read() {
    throw new UnsupportedOperationException("one byte at a time is too slow");
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    reads++;
    mostAsked = Math.max(mostAsked, length);
    while (piece < ends.length && at == ends[piece]) {
      piece++;
    }
    if (piece == ends.length) {
      return -1;
    }
    int count = Math.min(length, ends[piece] - at);
    System.arraycopy(bytes, at, target, offset, count);
    at += count;
    return count;
  }
}
