package dev.mainstay.provider.wire;

import java.io.IOException;
import java.io.InputStream;

/** A body of which the first byte that means something can be looked at before the rest is read. */
public final class PeekedBody extends InputStream {
  // No more than a glance: a stream keeps it as long as it lasts.
  private static final int GLANCE_BYTES = 512;

  private final InputStream in;
  private final byte[] buffer = new byte[GLANCE_BYTES];
  private int next;
  private int limit;

  public PeekedBody(InputStream in) {
    this.in = in;
  }

  /** The first byte that is not white space, or -1; what is before it is dropped. */
  public int first() throws IOException {
    while (limit >= 0) {
      while (next < limit && Bodies.isPadding(buffer[next])) {
        next++;
      }
      if (next < limit) {
        return buffer[next];
      }
      next = 0;
      limit = in.read(buffer, 0, buffer.length);
    }
    limit = 0;
    return -1;
  }

  @Override
  public int available() throws IOException {
    return limit - next + in.available();
  }

  @Override
  public int read() throws IOException {
    return next < limit ? buffer[next++] & 0xFF : in.read();
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (next == limit) {
      return in.read(target, from, length);
    }
    int count = Math.min(length, limit - next);
    System.arraycopy(buffer, next, target, from, count);
    next += count;
    return count;
  }
}
