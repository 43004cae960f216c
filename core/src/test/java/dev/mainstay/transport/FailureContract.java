package dev.mainstay.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.TimeoutPhase;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a call that fails, before its answer or inside. */
abstract class FailureContract extends WithTransport {
  @Test
  void refusedConnectionSaysSo() throws Exception {
    try (Ports.Refusing refusing = Ports.refusing()) {
      TransportException thrown = headFailure(post(refusing.uri("/secret?key=secret")));

      assertThat(thrown.failure()).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(thrown.failure().message())
          .contains("127.0.0.1:" + refusing.port() + " refused the connection")
          .doesNotContain("secret");
    }
  }

  @Test
  void unknownHostSaysSo() {
    TransportException thrown = headFailure(post(URI.create("http://nowhere.invalid/secret")));

    assertThat(thrown.failure()).isInstanceOf(Failure.ConnectionFailed.class);
    assertThat(thrown.failure().message())
        .contains("nowhere.invalid", "unknown")
        .doesNotContain("secret");
  }

  @Test
  void resetBeforeTheAnswerSaysSo() {
    RawServer.Script resetting =
        c -> {
          c.read();
          c.reset();
        };
    try (RawServer server = RawServer.start(resetting)) {
      TransportException thrown = headFailure(post(server.uri("/")));

      assertThat(thrown.failure()).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(thrown)
          .hasMessageContaining("127.0.0.1:" + server.port() + " reset the connection");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Le"})
  void closeBeforeTheHeadIsWholeSaysSo(String part) {
    try (RawServer server = RawServer.start(once(part))) {
      TransportException thrown = headFailure(post(server.uri("/")));

      assertThat(thrown.failure()).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(thrown).hasMessageContaining("closed the connection before its answer was whole");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.6\r\n",
        "<html><body>hello</body></html>\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
      })
  void whatIsNotHttpIsMalformed(String garbage) {
    try (RawServer server = RawServer.answering(garbage)) {
      assertThat(headFailure(post(server.uri("/"))).failure())
          .isInstanceOf(Failure.MalformedAnswer.class);
    }
  }

  @Test
  void headersOverTheLimitAreMalformed() throws Exception {
    String fits = "X-Large: " + "x".repeat(Transport.MAX_HEADER_BYTES - 200) + "\r\n";
    String start = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";
    try (RawServer small = RawServer.answering(start + fits + "\r\n");
        RawServer large =
            RawServer.answering(start + fits + "X-More: " + "y".repeat(300) + "\r\n\r\n")) {
      assertThat(fetch(post(small.uri("/")))).isEmpty();

      TransportException thrown = headFailure(post(large.uri("/")));

      assertThat(thrown.failure()).isInstanceOf(Failure.MalformedAnswer.class);
      assertThat(thrown).hasMessageContaining("headers");
    }
  }

  @Test
  void headersWithoutEndAreMalformed() {
    RawServer.Script endless =
        c -> {
          c.read();
          c.write("HTTP/1.1 200 OK\r\n");
          while (true) {
            c.write("X-More: " + "y".repeat(1000) + "\r\n");
          }
        };
    try (RawServer server = RawServer.start(endless)) {
      assertThat(headFailure(post(server.uri("/"))).failure())
          .isInstanceOf(Failure.MalformedAnswer.class);
    }
  }

  @Test
  void hostThatDoesNotSpeakTlsSaysSo() {
    RawServer.Script plain =
        c -> {
          c.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
          c.awaitClose();
        };
    try (RawServer server = RawServer.start(plain)) {
      TransportException thrown =
          headFailure(post(URI.create("https://127.0.0.1:" + server.port() + "/")));

      assertThat(thrown.failure()).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(thrown).hasMessageContaining("127.0.0.1:" + server.port() + " does not speak TLS");
    }
  }

  @Test
  void hostThatIsSilentDuringTlsTimesOut() {
    CompletableFuture<Long> closed = new CompletableFuture<>();
    try (RawServer server = RawServer.start(c -> closed.complete(c.awaitClose()))) {
      URI uri = URI.create("https://127.0.0.1:" + server.port() + "/");

      TransportException thrown = headFailure(post(uri, "{}", Duration.ofMillis(200)));

      assertTimedOutConnecting(thrown);
      assertThat(closed).succeedsWithin(AMPLE);
    }
  }

  @Test
  void hostThatDoesNotAcceptTimesOut() throws Exception {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    withFullServer(
        uri -> assertTimedOutConnecting(headFailure(post(uri, "{}", Duration.ofMillis(200)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void connectTimeoutEndsWithTheConnecting(String method) throws Exception {
    RawServer.Script slow =
        c -> {
          while (true) {
            c.read();
            RealTime.pass(Duration.ofMillis(1_500));
            c.answer("late");
          }
        };
    try (RawServer server = RawServer.start(slow)) {
      byte[] body = utf8(method.equals("GET") ? "" : "{}");
      HttpCall call =
          new HttpCall(method, server.uri("/"), Headers.none(), body, Duration.ofSeconds(1));

      assertThat(fetch(call)).isEqualTo("late");
      assertThat(fetch(call)).isEqualTo("late");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
      })
  void bodyThatEndsEarlyGivesWhatCameAndThenFails(String part) throws Exception {
    try (RawServer server = RawServer.start(once(part));
        Exchange exchange = transport.open(post(server.uri("/secret?key=secret")))) {
      exchange.head();

      assertThat(new String(exchange.body().readNBytes(5), UTF_8)).isEqualTo("hello");
      TransportException thrown =
          catchThrowableOfType(TransportException.class, () -> exchange.body().read());
      assertThat(thrown.failure()).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(thrown.failure().message())
          .contains(
              "127.0.0.1:" + server.port() + " closed the connection before its answer was whole")
          .doesNotContain("secret");
    }
  }

  @Test
  void resetInsideTheBodyFailsTheRead() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    RawServer.Script resetting =
        c -> {
          c.read();
          c.write(CHUNKED);
          c.chunk("hello");
          read.await();
          c.reset();
        };
    try (RawServer server = RawServer.start(resetting);
        Exchange exchange = transport.open(post(server.uri("/")))) {
      exchange.head();
      assertThat(new String(exchange.body().readNBytes(5), UTF_8)).isEqualTo("hello");
      read.countDown();

      TransportException thrown =
          catchThrowableOfType(TransportException.class, () -> exchange.body().read());

      assertThat(thrown.failure()).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(thrown).hasMessageContaining("reset the connection");
    }
  }

  /** Other systems than Linux throw away what was not read by then. */
  @Test
  void whatCameRightBeforeAResetIsRead() throws Exception {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    RawServer.Script resetting =
        c -> {
          c.read();
          c.write(CHUNKED);
          c.chunk("hello");
          c.reset();
        };
    try (RawServer server = RawServer.start(resetting);
        Exchange exchange = transport.open(post(server.uri("/")))) {
      exchange.head();

      assertThat(new String(exchange.body().readNBytes(5), UTF_8)).isEqualTo("hello");
      TransportException thrown =
          catchThrowableOfType(TransportException.class, () -> exchange.body().read());
      assertThat(thrown).hasMessageContaining("reset the connection");
    }
  }

  @Test
  void garbledChunksAreMalformed() throws Exception {
    try (RawServer server = RawServer.start(once(CHUNKED + "5\r\nhello\r\nzz\r\noops"));
        Exchange exchange = transport.open(post(server.uri("/")))) {
      TransportException thrown =
          catchThrowableOfType(
              TransportException.class,
              () -> {
                exchange.head();
                exchange.body().readAllBytes();
              });

      assertThat(thrown.failure()).isInstanceOf(Failure.MalformedAnswer.class);
    }
  }

  @Test
  void slowReaderStillGetsAllThatCameBeforeTheBreak() throws Exception {
    String part = "x".repeat(300_000);
    try (RawServer server =
            RawServer.start(once("HTTP/1.1 200 OK\r\nContent-Length: 400000\r\n\r\n" + part));
        Exchange exchange = transport.open(post(server.uri("/")))) {
      exchange.head();
      RealTime.pass(Duration.ofMillis(200));

      assertThat(new String(exchange.body().readNBytes(part.length()), UTF_8)).isEqualTo(part);
      assertThatThrownBy(() -> exchange.body().read()).isInstanceOf(TransportException.class);
    }
  }

  private static void assertTimedOutConnecting(TransportException thrown) {
    assertThat(thrown.failure())
        .isInstanceOfSatisfying(
            Failure.TimedOut.class, f -> assertThat(f.phase()).isEqualTo(TimeoutPhase.CONNECT));
    assertThat(thrown).hasMessageContaining("127.0.0.1").hasMessageContaining("200 ms");
  }
}
