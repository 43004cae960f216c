package dev.mainstay.gateway.server;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Some bytes of a message, put into their final form only on the event loop, straight into its
 * buffer.
 */
interface Part {
  /** What ends a chunked body. */
  Part LAST_CHUNK = bytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

  /** About how many bytes, and never fewer, it will be. */
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
      writeHex(out, length);
      out.writeShort(CRLF);
      out.writeBytes(source, offset, length);
      out.writeShort(CRLF);
    }

    private static void writeHex(ByteBuf out, int value) {
      int digits = Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 3) / 4);
      for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
        out.writeByte("0123456789abcdef".charAt((value >>> shift) & 0xF));
      }
    }
  }
}
