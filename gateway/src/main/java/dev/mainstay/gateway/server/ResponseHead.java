package dev.mainstay.gateway.server;

import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * The head of an answer of ours.
 *
 * @param staysOpen whether the connection may bring another request
 * @param saysSo whether that must be said, as to a caller of HTTP/1.0
 */
record ResponseHead(
    int status, Headers headers, Framing framing, boolean staysOpen, boolean saysSo) {
  ResponseHead {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("an answer's status is 200 to 599, not " + status);
    }
  }

  private static boolean isOwn(String name) {
    return switch (name.length()) {
      case 0 -> true;
      case 4 -> name.equalsIgnoreCase("date");
      case 10 -> name.equalsIgnoreCase("connection") || name.equalsIgnoreCase("keep-alive");
      case 14 -> name.equalsIgnoreCase("content-length");
      case 17 -> name.equalsIgnoreCase("transfer-encoding");
      default -> false;
    };
  }

  /**
   * The head as it is sent.
   *
   * @throws IllegalArgumentException if one of the headers is the server's own, or cannot be one
   */
  Part part() {
    HeadWriter head =
        new HeadWriter()
            .text("HTTP/1.1 ")
            .text(HttpResponseStatus.valueOf(status).toString())
            .text("\r\n")
            .text(HttpDate.line());
    for (Field header : headers.entries()) {
      add(header, head);
    }
    switch (framing) {
      case Framing.Length(long bytes) -> head.header("Content-Length", Long.toString(bytes));
      case Framing.Chunked f -> head.header("Transfer-Encoding", "chunked");
      case Framing.UntilClose f -> {}
      case Framing.None f -> {}
    }
    if (!staysOpen) {
      head.header("Connection", "close");
    } else if (saysSo) {
      head.header("Connection", "keep-alive");
    }
    return head.end();
  }

  private static void add(Field header, HeadWriter head) {
    String name = header.name();
    if (isOwn(name)) {
      throw new IllegalArgumentException(
          "the header '" + name + "' is the server's own, and cannot be set");
    }
    if (name.indexOf(':') >= 0 || hasControl(name) || hasControl(header.value())) {
      throw new IllegalArgumentException(
          "the header '" + name + "' has a character that no header may hold");
    }
    head.header(name, header.value());
  }

  // A tab is none.
  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        return true;
      }
    }
    return false;
  }
}
