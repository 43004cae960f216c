package dev.mainstay.gateway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.failure.Failure;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.RawServer;
import dev.mainstay.transport.TransportException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A transport, and a vendor's short answer. */
@Timeout(30)
abstract class KeptConnections {

  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  final EventLoops loops = EventLoops.start(1);
  NettyTransport transport;

  @BeforeEach
  void open() {
    transport = NettyTransport.on(loops);
  }

  Failure failure(RawServer server) {
    try (Exchange exchange = transport.open(call(server))) {
      return catchThrowableOfType(TransportException.class, exchange::head).failure();
    }
  }

  String fetch(RawServer server) throws Exception {
    return fetch(call(server));
  }

  String fetch(HttpCall call) throws Exception {
    try (Exchange exchange = transport.open(call)) {
      exchange.head();
      return new String(exchange.body().readAllBytes(), UTF_8);
    }
  }

  static HttpCall call(RawServer server) {
    URI uri = server.uri("/v1/chat");
    return new HttpCall("POST", uri, Headers.none(), "{}".getBytes(UTF_8), Duration.ofSeconds(5));
  }

  @AfterEach
  void close() {
    transport.close();
    loops.close();
  }
}
