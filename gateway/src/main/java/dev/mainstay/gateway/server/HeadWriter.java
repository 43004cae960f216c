package dev.mainstay.gateway.server;

import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import java.nio.charset.StandardCharsets;

/**
 * Puts a message's head together. As a text, which becomes bytes at once at the end: a write to one
 * of Netty's buffers costs several calls, and a head would take hundreds of them. What is not
 * Latin-1 becomes a question mark.
 */
final class HeadWriter {
  private final StringBuilder head = new StringBuilder(1024);

  HeadWriter text(String text) {
    head.append(text);
    return this;
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
    return Part.bytes(text("\r\n").head.toString().getBytes(StandardCharsets.ISO_8859_1));
  }
}
