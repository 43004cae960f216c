package dev.mainstay.simulator.server;

import dev.mainstay.simulator.exchange.Header;
import dev.mainstay.simulator.words.ReasonPhrases;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Status lines and headers. */
final class Heads {
  private static final byte[] NO_CACHE = utf8("cache-control: no-cache\r\n");
  private static final byte[] CHUNKED = utf8("transfer-encoding: chunked\r\n");
  private static final byte[] LENGTH = utf8("content-length: ");
  private static final byte[] CRLF = utf8("\r\n");
  private static final byte[] OK = utf8("HTTP/1.1 200 OK\r\n");
  private static final byte[] JSON = utf8("content-type: application/json\r\n");

  private final ReplyPlace exchange;

  Heads(ReplyPlace exchange) {
    this.exchange = exchange;
  }

  /** The head of a stream. */
  void stream(List<Header> headers) {
    exchange.wire().add(OK);
    line("content-type", exchange.dialect().streamType());
    exchange.wire().add(NO_CACHE);
    chunked();
    rest(headers);
  }

  /** The head of a plain answer of {@code length} bytes. */
  void plain(int length, List<Header> headers) {
    exchange.wire().add(OK).add(JSON);
    length(length);
    rest(headers);
  }

  /** The head of a plain answer whose length is not known yet. */
  void plainInChunks(List<Header> headers) {
    exchange.wire().add(OK).add(JSON);
    chunked();
    rest(headers);
  }

  /** The head of any answer. */
  void any(int status, String contentType, int length, List<Header> headers) {
    String line = "HTTP/1.1 " + status + " " + ReasonPhrases.of(status) + "\r\n";
    exchange.wire().add(utf8(line)).add(utf8("content-type: " + contentType + "\r\n"));
    length(length);
    rest(headers);
  }

  private void chunked() {
    if (exchange.isChunked()) {
      exchange.wire().add(CHUNKED);
    }
  }

  private void length(int length) {
    exchange.wire().add(LENGTH).add(length).add(CRLF);
  }

  private void rest(List<Header> headers) {
    line(exchange.dialect().requestIdHeader(), exchange.identity().requestId());
    exchange.limitHeaders().forEach(this::line);
    headers.forEach(this::line);
    if (!exchange.keepsAlive()) {
      line("connection", "close");
    }
    exchange.wire().add(CRLF);
  }

  private void line(Header header) {
    line(header.name(), header.value());
  }

  private void line(String name, String value) {
    exchange.wire().add(utf8(name + ": " + value + "\r\n"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
