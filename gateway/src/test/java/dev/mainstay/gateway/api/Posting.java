package dev.mainstay.gateway.api;

import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;

/**
 * A request to a gateway. Of an answer that breaks off all that came is read before its end is
 * told, which java.net.http's own streams leave to chance.
 */
final class Posting {
  private static final Transport JDK = Transport.jdk();
  private static final Duration CONNECT = Duration.ofSeconds(30);

  private Posting() {}

  /** Reads an answer. */
  @FunctionalInterface
  interface Reading<T> {
    T read(HttpHead head, InputStream body) throws IOException;
  }

  static <T> T post(URI uri, Headers headers, byte[] body, Reading<T> reading) throws IOException {
    try (Exchange exchange = JDK.open(new HttpCall("POST", uri, headers, body, CONNECT))) {
      return reading.read(exchange.head(), exchange.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
