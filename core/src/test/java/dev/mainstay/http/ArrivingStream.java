package dev.mainstay.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;

/** A stream that has what the test says has come, and that must not be waited for. */
final class ArrivingStream extends InputStream {
  private byte[] bytes = {};
  private int at;

  /** After what came before, which must have been read, {@code text} has come. */
  void came(String text) {
    if (available() > 0) {
      throw new IllegalStateException("what came before is not read yet");
    }
    bytes = text.getBytes(UTF_8);
    at = 0;
  }

  @Override
  public int available() {
    return bytes.length - at;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (available() == 0) {
      throw new AssertionError("this read would wait");
    }
    int count = Math.min(length, available());
    System.arraycopy(bytes, at, target, offset, count);
    at += count;
    return count;
  }
}
