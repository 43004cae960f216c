package dev.mainstay.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A transport, and the words of its tests. */
@Timeout(30)
abstract class WithTransport {
  static final Duration AMPLE = Duration.ofSeconds(20);
  static final Failure STOPPED = new Failure.Cancelled(FailureDetail.of("enough"));
  static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  Transport transport;

  /** A transport as users get it. */
  abstract Transport newTransport();

  @BeforeEach
  void open() {
    transport = newTransport();
  }

  @AfterEach
  void close() {
    transport.close();
    threads.shutdownNow();
  }

  String fetch(HttpCall call) throws Exception {
    try (Exchange exchange = transport.open(call)) {
      exchange.head();
      return text(exchange);
    }
  }

  TransportException headFailure(HttpCall call) {
    try (Exchange exchange = transport.open(call)) {
      return catchThrowableOfType(TransportException.class, exchange::head);
    }
  }

  static Failure failureOf(Future<?> waiting) throws Exception {
    return failureOf(() -> {
      try {
        return waiting.get();
      } catch (java.util.concurrent.ExecutionException e) {
        throw (Exception) e.getCause();
      }
    });
  }

  static Failure failureOf(Callable<?> call) throws Exception {
    try {
      throw new AssertionError("it went well: " + call.call());
    } catch (TransportException failed) {
      return failed.failure();
    }
  }

  static String text(Exchange exchange) throws IOException {
    try (InputStream body = exchange.body()) {
      return new String(body.readAllBytes(), UTF_8);
    }
  }

  static HttpCall post(URI uri) {
    return post(uri, "{}");
  }

  static HttpCall post(URI uri, String body) {
    return post(uri, body, AMPLE);
  }

  static HttpCall post(URI uri, String body, Duration connectTimeout) {
    return new HttpCall(
        "POST", uri, Headers.of("Authorization", "Bearer sk-secret"), utf8(body), connectTimeout);
  }

  static RawServer.Script once(String answer) {
    return c -> {
      c.read();
      c.write(answer);
    };
  }

  static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  interface AtServer {
    void run(URI uri) throws Exception;
  }

  /** Runs {@code test} at a server that takes no more connections: who connects waits. */
  static void withFullServer(AtServer test) throws Exception {
    List<SocketChannel> filling = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address = (InetSocketAddress) full.getLocalSocketAddress();
      for (int i = 0; i < 8; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(address);
        filling.add(channel);
      }
      test.run(URI.create("http://127.0.0.1:" + address.getPort() + "/"));
    } finally {
      for (SocketChannel channel : filling) {
        channel.close();
      }
    }
  }
}
