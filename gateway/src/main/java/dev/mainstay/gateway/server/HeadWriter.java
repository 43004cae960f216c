package dev.mainstay.gateway.server;

import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Puts a message's head together. In an array, since a write to one of Netty's buffers costs
 * several calls, and a head would take hundreds of them; what is not Latin-1 becomes a question
 * mark.
 */
final class HeadWriter {
  private byte[] bytes = new byte[1024];
  private int size;

  HeadWriter text(String text) {
    return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  HeadWriter bytes(byte[] more) {
    if (more.length > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more.length, bytes.length * 2));
    }
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
    return this;
  }

  int size() {
    return size;
  }

  /** Whether there is a control character, but for a tab, from {@code start} on. */
  boolean hasControlSince(int start) {
    for (int i = start; i < size; i++) {
      byte c = bytes[i];
      if ((c >= 0 && c < ' ' && c != '\t') || c == 0x7F) {
        return true;
      }
    }
    return false;
  }

  HeadWriter header(String name, String value) {
    return text(name).text(": ").text(value).text("\r\n");
  }

  HeadWriter headers(Headers headers) {
    for (Field header : headers.entries()) {
      header(header.name(), header.value());
    }
    return this;
  }

  /** The head with the empty line that ends it. */
  Part end() {
    text("\r\n");
    return new Part.Bytes(bytes, 0, size);
  }
}
