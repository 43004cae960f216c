package dev.mainstay.gateway.server;

import dev.mainstay.transport.Headers;
import dev.mainstay.transport.Headers.Field;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;
import java.util.Set;

/**
 * The head of an answer of ours.
 *
 * @param staysOpen whether the connection may bring another request
 * @param saysSo whether that must be said, as to a caller of HTTP/1.0
 */
record ResponseHead(
    int status, Headers headers, Framing framing, boolean staysOpen, boolean saysSo) {
  private static final Set<String> OWN =
      Set.of("content-length", "transfer-encoding", "connection", "keep-alive", "date");

  ResponseHead {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("an answer's status is 200 to 599, not " + status);
    }
    headers.entries().forEach(ResponseHead::check);
  }

  private static void check(Field header) {
    if (header.name().isEmpty() || OWN.contains(header.name().toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "the header '" + header.name() + "' is the server's own, and cannot be set");
    }
    if (hasControl(header.name())
        || header.name().indexOf(':') >= 0
        || hasControl(header.value())) {
      throw new IllegalArgumentException(
          "the header '" + header.name() + "' has a character that no header may hold");
    }
  }

  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        return true;
      }
    }
    return false;
  }

  Part part() {
    HeadWriter head =
        new HeadWriter()
            .text("HTTP/1.1 ")
            .text(HttpResponseStatus.valueOf(status).toString())
            .text("\r\n")
            .bytes(HttpDate.line())
            .headers(headers);
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
}
