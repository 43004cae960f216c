package dev.mainstay.gateway.server;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Some bytes of a message; copied only once, into the event loop's buffer. */
sealed interface Part {
  /** What ends a chunked body. */
  Part LAST_CHUNK = bytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

  /** How many bytes it is, or a few more. */
  int size();

  void writeTo(ByteBuf out);

  /** {@code bytes} as they are. */
  static Part bytes(byte[] bytes) {
    return new Bytes(bytes, 0, bytes.length);
  }

  /** A piece of {@code source} as it is. */
  record Bytes(byte[] source, int offset, int length) implements Part {
    @Override
    public int size() {
      return length;
    }

    @Override
    public void writeTo(ByteBuf out) {
      out.writeBytes(source, offset, length);
    }

    /** The first {@code count} of them. */
    Bytes until(int count) {
      return new Bytes(source, offset, count);
    }

    /** Those after the first {@code count}. */
    Bytes from(int count) {
      return new Bytes(source, offset + count, length - count);
    }
  }

  /** A piece of {@code source}, not empty, as one chunk of a chunked body. */
  record Chunk(byte[] source, int offset, int length) implements Part {
    // Up to eight digits and two line ends.
    private static final int FRAME_BYTES = 12;
    private static final int CRLF = '\r' << 8 | '\n';

    @Override
    public int size() {
      return length + FRAME_BYTES;
    }

    @Override
    public void writeTo(ByteBuf out) {
      out.writeBytes(Integer.toHexString(length).getBytes(StandardCharsets.ISO_8859_1));
      out.writeShort(CRLF);
      out.writeBytes(source, offset, length);
      out.writeShort(CRLF);
    }
  }
}
