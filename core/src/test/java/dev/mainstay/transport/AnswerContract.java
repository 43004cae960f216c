package dev.mainstay.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.failure.Failure;
import dev.mainstay.http.SseEvent;
import dev.mainstay.http.SseReader;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.wire.Classifier;
import dev.mainstay.provider.wire.WireStream;
import dev.mainstay.time.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read: heads, bodies in every framing, and codings. */
abstract class AnswerContract extends WithTransport {
  @Test
  void headHasStatusAndHeaders() throws Exception {
    String answer =
        "HTTP/1.1 429 Too Many Requests\r\nRetry-After:  7 \r\nX-Two: a\r\nx-two: b\r\n"
            + "Empty:\r\nContent-Length: 0\r\n\r\n";
    try (RawServer server = RawServer.answering(answer);
        Exchange exchange = transport.open(post(server.uri("/")))) {
      HttpHead head = exchange.head();

      assertThat(head.status()).isEqualTo(429);
      assertThat(head.headers().first("retry-after")).contains("7");
      assertThat(head.headers().all("X-TWO")).containsExactly("a", "b");
      assertThat(head.headers().first("empty")).contains("");
      assertThat(exchange.head()).isSameAs(head);
      assertThat(exchange.body().read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nA: b\r\n\r\n",
        "HTTP/1.1 200\r\ncontent-length: 5\r\n\r\nhello",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
      })
  void bodyIsReadInEveryFraming(String answer) throws Exception {
    try (RawServer server = RawServer.answering(answer)) {
      assertThat(fetch(post(server.uri("/")))).isEqualTo("hello");
      assertThat(fetch(post(server.uri("/")))).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 200 OK\r\n\r\nhello", "HTTP/1.0 200 OK\r\n\r\nhello"})
  void bodyWithoutAFramingEndsWithItsConnection(String answer) throws Exception {
    try (RawServer server = RawServer.start(once(answer))) {
      assertThat(fetch(post(server.uri("/")))).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {201, 204, 301, 307, 400, 401, 403, 404, 407, 408, 413, 429, 498, 500, 503, 529, 599})
  void everyStatusComesThroughAsItIs(int status) throws Exception {
    String body = status == 204 ? "" : "told";
    String length = status == 204 ? "" : "Content-Length: 4\r\n";
    String answer =
        "HTTP/1.1 " + status + " X\r\nLocation: /elsewhere\r\n" + length + "\r\n" + body;
    try (RawServer server = RawServer.answering(answer);
        Exchange exchange = transport.open(post(server.uri("/")))) {
      assertThat(exchange.head().status()).isEqualTo(status);
      assertThat(text(exchange)).isEqualTo(body);
      assertThat(server.requests()).hasSize(1);
    }
  }

  /** What ends the body decides what its end proves. */
  @ParameterizedTest
  @ValueSource(strings = {"Transfer-Encoding: chunked", "Content-Length: 5", "Connection: close"})
  void headTellsHowTheBodyEnds(String field) throws Exception {
    String[] told = field.split(": ");
    try (RawServer server =
            RawServer.answering("HTTP/1.1 200 OK\r\n" + field + "\r\n\r\n0\r\n\r\n");
        Exchange exchange = transport.open(post(server.uri("/")))) {
      Headers headers = exchange.head().headers();

      assertThat(headers.all(told[0])).containsExactly(told[1]);
      assertThat(Stream.of("transfer-encoding", "content-length"))
          .filteredOn(name -> headers.first(name).isPresent())
          .hasSize(told[0].equals("Connection") ? 0 : 1);
    }
  }

  @Test
  void whatHasComeIsReadBeforeMoreComes() throws Exception {
    Semaphore seen = new Semaphore(0);
    RawServer.Script drip =
        c -> {
          c.read();
          c.write(CHUNKED);
          for (String piece : List.of("one", "two", "three")) {
            c.chunk(piece);
            seen.acquire();
          }
          c.write("0\r\n\r\n");
        };
    try (RawServer server = RawServer.start(drip);
        Exchange exchange = transport.open(post(server.uri("/")))) {
      exchange.head();

      List<String> pieces = new ArrayList<>();
      byte[] buffer = new byte[1000];
      for (int n = exchange.body().read(buffer); n >= 0; n = exchange.body().read(buffer)) {
        pieces.add(new String(buffer, 0, n, UTF_8));
        seen.release();
      }

      assertThat(pieces).containsExactly("one", "two", "three");
    }
  }

  @Test
  void answerGivenBeforeTheRequestIsAllReadIsRead() throws Exception {
    RawServer.Script refusing =
        c -> {
          c.readHead();
          c.write(
              "HTTP/1.1 413 Too Large\r\nContent-Length: 9\r\nConnection: close\r\n\r\ntoo large");
          c.endOutput();
          c.awaitClose();
        };
    try (RawServer server = RawServer.start(refusing);
        Exchange exchange = transport.open(post(server.uri("/"), "x".repeat(1_000_000)))) {
      assertThat(exchange.head().status()).isEqualTo(413);
      assertThat(text(exchange)).isEqualTo("too large");
    }
  }

  @Test
  void compressedBodyIsDecodedAsItComes() throws Exception {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    OutputStream gzip = new GZIPOutputStream(coded, true);
    gzip.write(utf8("data: 1\n\n"));
    gzip.flush();
    byte[] first = coded.toByteArray();
    gzip.write(utf8("data: 2\n\n"));
    gzip.close();
    byte[] rest = java.util.Arrays.copyOfRange(coded.toByteArray(), first.length, coded.size());
    CountDownLatch seen = new CountDownLatch(1);
    RawServer.Script script =
        c -> {
          c.read();
          c.write(
              "HTTP/1.1 200 OK\r\nContent-Encoding: GZIP\r\nContent-Length: "
                  + coded.size()
                  + "\r\n\r\n");
          c.write(first);
          seen.await();
          c.write(rest);
          c.awaitClose();
        };
    try (RawServer server = RawServer.start(script);
        Exchange exchange = transport.open(post(server.uri("/")))) {
      exchange.head();
      SseReader events = new SseReader(exchange.body());

      assertThat(events.next()).contains(new SseEvent("", utf8("1")));
      seen.countDown();
      assertThat(events.next()).contains(new SseEvent("", utf8("2")));
      assertThat(events.next()).isEmpty();
    }
  }

  @Test
  void deflatedBodyIsDecoded() throws Exception {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (OutputStream deflate = new DeflaterOutputStream(coded)) {
      deflate.write(utf8("hello"));
    }

    assertThat(fetchCoded("deflate", coded.toByteArray())).isEqualTo("hello");
  }

  @Test
  void emptyBodyNeedsNoDecoding() throws Exception {
    assertThat(fetchCoded("gzip", new byte[0])).isEmpty();
    assertThat(fetchCoded("identity", utf8("plain"))).isEqualTo("plain");
  }

  @ParameterizedTest
  @CsvSource({
    "401, br, Unauthenticated",
    "400, zstd, BadRequest",
    "401, gzip, Unauthenticated",
    "429, deflate, RateLimited",
    "503, 'gzip, br', Overloaded"
  })
  void errorWhoseBodyCannotBeReadIsItsStatusAndHeaders(int status, String coding, String kind)
      throws Exception {
    String answer =
        "HTTP/1.1 "
            + status
            + " No\r\nRetry-After: 7\r\nContent-Encoding: "
            + coding
            + "\r\nContent-Length: 9\r\n\r\n{\"a\":\"b\"}";
    try (RawServer server = RawServer.answering(answer);
        WireStream attempt = attempt(server)) {
      ProviderStream.Broken end = (ProviderStream.Broken) attempt.next();

      assertThat(end.failure().kind()).isEqualTo(kind);
      assertThat(end.failure().detail().status()).hasValue(status);
      assertThat(end.failure().retryAfter()).hasValue(Duration.ofSeconds(7));
      assertThat(end.failure().message()).contains("HTTP " + status, coding);
    }
  }

  private WireStream attempt(RawServer server) {
    TimeSource time = TimeSource.system();
    return new WireStream(
        transport.open(post(server.uri("/"))),
        new Classifier(UnaryOperator.identity(), time),
        time,
        (head, body) -> {
          throw new AssertionError("an error is no answer");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "gzip, br", "gzip"})
  void codingThatCannotBeUndoneIsMalformed(String coding) {
    TransportException thrown =
        catchThrowableOfType(TransportException.class, () -> fetchCoded(coding, utf8("not coded")));

    assertThat(thrown.failure()).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(thrown).hasMessageContaining(coding);
  }

  /** SEMANTICS 0.5: where a key may be echoed, nothing is quoted. */
  @ParameterizedTest
  @ValueSource(strings = {"sk-secret", "gzip, sk-secret", "br, br, br, br, br, br, br, br, br, br"})
  void codingThatNobodyKnowsIsNotQuoted(String coding) {
    TransportException thrown =
        catchThrowableOfType(TransportException.class, () -> fetchCoded(coding, utf8("not coded")));

    assertThat(thrown.failure()).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(thrown)
        .hasMessageContaining("an unknown content coding")
        .message()
        .doesNotContain(coding);
  }

  @Test
  void compressedBodyWithoutItsEndFails() throws Exception {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(coded)) {
      gzip.write(utf8("hello"));
    }
    byte[] cut = java.util.Arrays.copyOf(coded.toByteArray(), coded.size() - 12);

    TransportException thrown =
        catchThrowableOfType(TransportException.class, () -> fetchCoded("gzip", cut));

    assertThat(thrown.failure()).isInstanceOf(Failure.ConnectionFailed.class);
  }

  private String fetchCoded(String coding, byte[] body) throws Exception {
    RawServer.Script script =
        c -> {
          c.read();
          c.write(
              "HTTP/1.1 200 OK\r\nContent-Encoding: "
                  + coding
                  + "\r\nContent-Length: "
                  + body.length
                  + "\r\n\r\n");
          c.write(body);
          c.awaitClose();
        };
    try (RawServer server = RawServer.start(script)) {
      return fetch(post(server.uri("/")));
    }
  }
}
