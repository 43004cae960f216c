package dev.mainstay.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.http.SseEvent;
import dev.mainstay.http.SseReader;
import dev.mainstay.provider.ProviderStream;
import dev.mainstay.provider.wire.Classifier;
import dev.mainstay.provider.wire.WireStream;
import dev.mainstay.time.TimeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Transport} must do, over real sockets. */
@Timeout(30)
public abstract class TransportContract {
  /** How soon the other side must see that an exchange was ended. */
  private static final Duration PROMPT = Duration.ofMillis(100);

  private static final Duration AMPLE = Duration.ofSeconds(20);

  /** What a provider may send to a reader that does not read; most of it is the kernel's. */
  private static final long MOST_BYTES_AHEAD = 24 * 1024 * 1024;

  private static final Failure STOPPED = new Failure.Cancelled(FailureDetail.of("enough"));
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Transport transport;

  /** A transport as users get it. */
  protected abstract Transport newTransport();

  @BeforeEach
  void open() {
    transport = newTransport();
  }

  @AfterEach
  void close() {
    transport.close();
    threads.shutdownNow();
  }

  // ---- Requests

  @Test
  void requestComesWhole() throws Exception {
    try (RawServer server = RawServer.start(c -> c.answer(c.read().text()))) {
      Headers headers = Headers.of("X-One", "1", "X-Two", "a b", "X-Two", "c");
      HttpCall call =
          new HttpCall("POST", server.uri("/v1/chat?x=1&y=%20"), headers, utf8("{\"ü\":1}"), AMPLE);

      assertThat(fetch(call)).isEqualTo("{\"ü\":1}");

      RawServer.Request request = server.requests().getFirst();
      assertThat(request.line()).isEqualTo("POST /v1/chat?x=1&y=%20 HTTP/1.1");
      assertThat(request.headers().all("x-one")).containsExactly("1");
      assertThat(request.headers().all("x-two")).containsExactly("a b", "c");
      assertThat(request.headers().all("host")).containsExactly("127.0.0.1:" + server.port());
      assertThat(request.headers().all("content-length")).containsExactly("8");
    }
  }

  @Test
  void nothingIsAskedForThatTheCallerDidNotAskFor() throws Exception {
    try (RawServer server = RawServer.start(c -> c.answer(c.read().text()))) {
      fetch(post(server.uri("/")));

      Headers headers = server.requests().getFirst().headers();
      assertThat(headers.first("accept-encoding")).isEmpty();
      assertThat(headers.first("expect")).isEmpty();
      assertThat(headers.first("upgrade")).isEmpty();
    }
  }

  // SEMANTICS 7.5: it would show the key to whomever the answer names.
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectIsNotFollowed(int status) throws Exception {
    RawServer.Script redirects =
        c -> {
          c.read();
          c.write(
              "HTTP/1.1 " + status + " Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
        };
    try (RawServer server = RawServer.start(redirects);
        Exchange exchange = transport.open(post(server.uri("/")))) {
      assertThat(exchange.head().status()).isEqualTo(status);
      assertThat(exchange.body().readAllBytes()).isEmpty();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void getHasNoBody() throws Exception {
    try (RawServer server = RawServer.start(c -> c.answer(c.read().text() + "none"))) {
      HttpCall call =
          new HttpCall("GET", server.uri("/v1/models"), Headers.none(), new byte[0], AMPLE);

      assertThat(fetch(call)).isEqualTo("none");

      assertThat(server.requests().getFirst().line()).isEqualTo("GET /v1/models HTTP/1.1");
      assertThat(server.requests().getFirst().headers().first("transfer-encoding")).isEmpty();
    }
  }

  @Test
  void largeBodiesPassInBothDirections() throws Exception {
    String large = "0123456789abcdef".repeat(400_000);
    try (RawServer server = RawServer.start(c -> c.answer(c.read().text()))) {
      assertThat(fetch(post(server.uri("/"), large))).isEqualTo(large);
    }
  }

  @Test
  void nothingIsSentBeforeTheHeadIsAskedFor() throws Exception {
    try (RawServer server = RawServer.answering(ok("x"))) {
      transport.open(post(server.uri("/first"))).close();

      fetch(post(server.uri("/second")));

      assertThat(server.requests())
          .extracting(RawServer.Request::line)
          .containsExactly("POST /second HTTP/1.1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer sk-secret\n",
        "Bearer sk-secret\r\nX: 1",
        "Bearer sk-secret\0",
        "sk-secret…"
      })
  void illegalHeaderValueIsABadRequestThatDoesNotShowIt(String value) {
    try (RawServer server = RawServer.answering(ok("x"))) {
      HttpCall call =
          new HttpCall(
              "POST", server.uri("/"), Headers.of("Authorization", value), utf8("{}"), AMPLE);

      TransportException thrown = headFailure(call);

      assertThat(thrown.failure()).isInstanceOf(Failure.BadRequest.class);
      assertThat(thrown).hasMessageContaining("Authorization").hasMessageNotContaining("secret");
      assertThat(server.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Host", "content-length", "Transfer-Encoding", "Connection", "a b", "", "ü"})
  void headerThatIsNoneOrTheTransportsOwnIsABadRequest(String name) {
    URI uri = URI.create("http://127.0.0.1:1/");

    TransportException thrown =
        headFailure(new HttpCall("POST", uri, Headers.of(name, "1"), utf8("{}"), AMPLE));

    assertThat(thrown.failure()).isInstanceOf(Failure.BadRequest.class);
    assertThat(thrown).hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://localhost/", "http:///v1", "localhost:80"})
  void impossibleEndpointIsABadRequest(String uri) {
    assertThat(headFailure(post(URI.create(uri))).failure()).isInstanceOf(Failure.BadRequest.class);
  }

  // ---- Answers

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

  // ---- Connections

  @Test
  void bodyReadToItsEndLeavesItsConnectionForTheNext() throws Exception {
    try (RawServer server = RawServer.answering(ok("hello"))) {
      for (int i = 0; i < 20; i++) {
        fetch(post(server.uri("/")));
      }

      assertThat(server.requests()).hasSize(20);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void endThatWasOnItsWayLeavesTheConnectionToo() throws Exception {
    RawServer.Script script =
        c -> {
          while (true) {
            c.read();
            c.write(CHUNKED);
            c.chunk("data: [DONE]\n\n");
            pause(Duration.ofMillis(3));
            c.write("0\r\n\r\n");
          }
        };
    try (RawServer server = RawServer.start(script)) {
      for (int i = 0; i < 10; i++) {
        try (Exchange exchange = transport.open(post(server.uri("/")))) {
          exchange.head();
          assertThat(new SseReader(exchange.body()).next()).isPresent();
        }
        pause(Duration.ofMillis(50));
      }

      assertThat(server.connections()).isLessThan(5);
    }
  }

  @Test
  void connectionThatTheProviderEndsIsNotUsedAgain() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello";
    try (RawServer server = RawServer.answering(answer)) {
      fetch(post(server.uri("/")));
      fetch(post(server.uri("/")));

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void connectionThatDiedWhileIdleIsReplaced() throws Exception {
    try (RawServer server = RawServer.start(once(ok("hello")))) {
      for (int i = 0; i < 5; i++) {
        assertThat(fetch(post(server.uri("/")))).isEqualTo("hello");
        pause(Duration.ofMillis(100));
      }
    }
  }

  @Test
  void manyExchangesGoOnAtOnce() throws Exception {
    CountDownLatch all = new CountDownLatch(200);
    RawServer.Script gathering =
        c -> {
          String text = c.read().text();
          all.countDown();
          all.await();
          c.answer(text);
        };
    try (RawServer server = RawServer.start(gathering)) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        HttpCall call = post(server.uri("/"), "number " + i);
        answers.add(threads.submit(() -> fetch(call)));
      }

      for (int i = 0; i < 200; i++) {
        assertThat(answers.get(i).get()).isEqualTo("number " + i);
      }
    }
  }

  @Test
  void readerThatStopsStopsTheProvider() throws Exception {
    AtomicLong written = new AtomicLong();
    RawServer.Script flood =
        c -> {
          c.read();
          c.write("HTTP/1.1 200 OK\r\n\r\n");
          byte[] piece = new byte[64 * 1024];
          while (true) {
            c.write(piece);
            written.addAndGet(piece.length);
          }
        };
    try (RawServer server = RawServer.start(flood);
        Exchange exchange = transport.open(post(server.uri("/")))) {
      exchange.head();
      assertThat(exchange.body().read(new byte[10])).isPositive();

      long still = stillCount(written, MOST_BYTES_AHEAD);

      assertThat(still).isLessThan(MOST_BYTES_AHEAD);
      exchange.body().skipNBytes(still + 1024 * 1024);
      assertThat(written.get()).isGreaterThan(still);
    }
  }

  // ---- Failures before the answer

  // Nobody may take the port meanwhile.
  @ResourceLock(value = Resources.GLOBAL, mode = ResourceAccessMode.READ_WRITE)
  @Test
  void refusedConnectionSaysSo() throws Exception {
    int port;
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = unused.getLocalPort();
    }

    TransportException thrown =
        headFailure(post(URI.create("http://127.0.0.1:" + port + "/secret?key=secret")));

    assertThat(thrown.failure()).isInstanceOf(Failure.ConnectionFailed.class);
    assertThat(thrown.failure().message())
        .contains("127.0.0.1:" + port + " refused the connection")
        .doesNotContain("secret");
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

  private interface AtServer {
    void run(URI uri) throws Exception;
  }

  /** Runs {@code test} at a server that takes no more connections: who connects waits. */
  private static void withFullServer(AtServer test) throws Exception {
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

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void connectTimeoutEndsWithTheConnecting(String method) throws Exception {
    RawServer.Script slow =
        c -> {
          while (true) {
            c.read();
            pause(Duration.ofMillis(500));
            c.answer("late");
          }
        };
    try (RawServer server = RawServer.start(slow)) {
      byte[] body = utf8(method.equals("GET") ? "" : "{}");
      HttpCall call =
          new HttpCall(method, server.uri("/"), Headers.none(), body, Duration.ofMillis(250));

      assertThat(fetch(call)).isEqualTo("late");
      assertThat(fetch(call)).isEqualTo("late");
    }
  }

  // ---- Failures inside the body

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
      pause(Duration.ofMillis(200));

      assertThat(new String(exchange.body().readNBytes(part.length()), UTF_8)).isEqualTo(part);
      assertThatThrownBy(() -> exchange.body().read()).isInstanceOf(TransportException.class);
    }
  }

  // ---- Ending an exchange from outside

  @Test
  void abortWakesABlockedHeadAndClosesTheConnection() throws Exception {
    assertEndsPromptly(c -> c.read(), Exchange::head, exchange -> exchange.abort(STOPPED), STOPPED);
  }

  @Test
  void abortWakesABlockedReadAndClosesTheConnection() throws Exception {
    assertEndsPromptly(
        c -> {
          c.read();
          c.write(CHUNKED);
        },
        exchange -> {
          exchange.head();
          return exchange.body().read();
        },
        exchange -> exchange.abort(STOPPED),
        STOPPED);
  }

  @Test
  void abortDuringTheHandshakeClosesTheConnection() throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    CompletableFuture<Long> closed = new CompletableFuture<>();
    RawServer.Script silent =
        c -> {
          connected.countDown();
          closed.complete(c.awaitClose());
        };
    try (RawServer server = RawServer.start(silent);
        Exchange exchange =
            transport.open(post(URI.create("https://127.0.0.1:" + server.port() + "/")))) {
      Future<HttpHead> head = threads.submit(exchange::head);
      connected.await();

      exchange.abort(STOPPED);

      assertThat(failureOf(head)).isSameAs(STOPPED);
      assertThat(closed).succeedsWithin(AMPLE);
    }
  }

  @Test
  void closeWhileTheProviderIsSilentClosesTheConnection() throws Exception {
    assertEndsPromptly(
        c -> {
          c.read();
          c.write(CHUNKED);
          c.chunk("hello");
        },
        exchange -> {
          exchange.head();
          exchange.body().readNBytes(5);
          return exchange.body().read();
        },
        Exchange::close,
        null);
  }

  @Test
  void closeWhileTheProviderTalksClosesTheConnection() throws Exception {
    CompletableFuture<Long> closed = new CompletableFuture<>();
    RawServer.Script talking =
        c -> {
          c.read();
          c.write(CHUNKED);
          try {
            while (true) {
              c.chunk("hello");
              pause(Duration.ofMillis(1));
            }
          } catch (IOException over) {
            closed.complete(System.nanoTime());
          }
        };
    try (RawServer server = RawServer.start(talking)) {
      try (Exchange exchange = transport.open(post(server.uri("/")))) {
        exchange.head();
        exchange.body().readNBytes(5);
      }

      assertThat(closed).succeedsWithin(AMPLE);
    }
  }

  @Test
  void firstCauseStaysForEverybody() throws Exception {
    Failure other = new Failure.Cancelled(FailureDetail.of("too late"));
    try (RawServer server = RawServer.start(once(CHUNKED + "5\r\nhello\r\n"));
        Exchange exchange = transport.open(post(server.uri("/")))) {
      exchange.head();
      exchange.abort(STOPPED);
      exchange.abort(other);
      exchange.close();

      assertThat(failureOf(exchange.body()::read)).isSameAs(STOPPED);
      assertThat(failureOf(exchange::head)).isSameAs(STOPPED);
    }
  }

  @Test
  void exchangeAbortedBeforeItsHeadSendsNothing() throws Exception {
    try (RawServer server = RawServer.answering(ok("x"))) {
      Exchange exchange = transport.open(post(server.uri("/")));
      exchange.abort(STOPPED);

      assertThat(failureOf(exchange::head)).isSameAs(STOPPED);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void abortAfterTheEndDoesNothing() throws Exception {
    try (RawServer server = RawServer.answering(ok("hello"))) {
      for (int i = 0; i < 5; i++) {
        try (Exchange exchange = transport.open(post(server.uri("/")))) {
          exchange.head();
          text(exchange);
          exchange.abort(STOPPED);
          assertThat(exchange.body().read()).isEqualTo(-1);
        }
      }

      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void interruptedHeadThrowsAndClosesTheConnection() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Long> closed = new CompletableFuture<>();
    RawServer.Script silent =
        c -> {
          c.read();
          asked.countDown();
          closed.complete(c.awaitClose());
        };
    try (RawServer server = RawServer.start(silent);
        Exchange exchange = transport.open(post(server.uri("/")))) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread reader =
          Thread.ofVirtual()
              .start(() -> thrown.complete(catchThrowableOfType(Throwable.class, exchange::head)));
      asked.await();

      reader.interrupt();

      assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
      assertThat(closed).succeedsWithin(AMPLE);
    }
  }

  @Test
  void threadThatIsInterruptedAlreadySendsNothing() throws Exception {
    try (RawServer server = RawServer.answering(ok("x"));
        Exchange exchange = transport.open(post(server.uri("/")))) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(exchange::head).isInstanceOf(InterruptedException.class);

      fetch(post(server.uri("/later")));
      assertThat(server.requests())
          .extracting(RawServer.Request::line)
          .containsExactly("POST /later HTTP/1.1");
    }
  }

  @Test
  void interruptedReadThrowsWithItsFlagSetAndClosesTheConnection() throws Exception {
    CompletableFuture<Long> closed = new CompletableFuture<>();
    RawServer.Script silent =
        c -> {
          c.read();
          c.write(CHUNKED);
          closed.complete(c.awaitClose());
        };
    try (RawServer server = RawServer.start(silent);
        Exchange exchange = transport.open(post(server.uri("/")))) {
      exchange.head();
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                thrown.complete(
                    catchThrowableOfType(Throwable.class, () -> exchange.body().read()));
                flag.complete(Thread.currentThread().isInterrupted());
              });

      reader.interrupt();

      assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
      assertThat(flag.get()).isTrue();
      assertThat(closed).succeedsWithin(AMPLE);
    }
  }

  @Test
  void closedTransportEndsWhatIsUnderWayAndBeginsNothing() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    RawServer.Script silent =
        c -> {
          if (c.read().line().contains("/body")) {
            c.write(CHUNKED);
          }
          asked.countDown();
          c.awaitClose();
        };
    try (RawServer server = RawServer.start(silent);
        Exchange waiting = transport.open(post(server.uri("/head")));
        Exchange reading = transport.open(post(server.uri("/body")))) {
      Future<HttpHead> head = threads.submit(waiting::head);
      reading.head();
      Future<Integer> body = threads.submit(() -> reading.body().read());
      asked.await();

      transport.close();

      assertThat(failureOf(head)).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(failureOf(body)).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(headFailure(post(server.uri("/later"))).failure())
          .isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void closedTransportWakesWhoeverIsConnecting() throws Exception {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    withFullServer(uri -> {
      Future<HttpHead> head = threads.submit(() -> transport.open(post(uri)).head());
      pause(Duration.ofMillis(100));

      transport.close();

      assertThat(failureOf(head)).isEqualTo(ConnectionFailures.transportClosed());
    });
  }

  @Test
  void exchangesEndedAtAnyMomentLeaveNoConnectionOpen() throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    AtomicLong open = new AtomicLong();
    RawServer.Script slow =
        c -> {
          open.incrementAndGet();
          try {
            c.read();
            pause(Duration.ofMillis(1));
            c.write(CHUNKED);
            c.chunk("hello");
            c.awaitClose();
          } finally {
            open.decrementAndGet();
          }
        };
    try (RawServer server = RawServer.start(slow)) {
      for (int i = 0; i < 200; i++) {
        Exchange exchange = transport.open(post(server.uri("/")));
        Future<Integer> reading =
            threads.submit(() -> {
              exchange.head();
              exchange.body().readNBytes(5);
              return exchange.body().read();
            });
        pause(Duration.ofNanos(random.nextInt(5_000_000)));

        exchange.abort(STOPPED);

        assertThat(failureOf(reading)).isSameAs(STOPPED);
      }

      Awaitility.await().atMost(AMPLE).until(() -> open.get() == 0);
    }
  }

  /** How somebody leaves who waits for an answer. */
  enum Leaving {
    INTERRUPT {
      @Override
      void leave(Exchange exchange, Thread waiter) {
        waiter.interrupt();
      }
    },
    ABORT {
      @Override
      void leave(Exchange exchange, Thread waiter) {
        exchange.abort(STOPPED);
      }
    },
    CLOSE {
      @Override
      void leave(Exchange exchange, Thread waiter) {
        exchange.close();
      }
    },
    CLOSE_AND_INTERRUPT {
      @Override
      void leave(Exchange exchange, Thread waiter) {
        exchange.close();
        waiter.interrupt();
      }
    };

    abstract void leave(Exchange exchange, Thread waiter);
  }

  @ParameterizedTest
  @EnumSource(Leaving.class)
  void connectionOfWhoeverLeavesEarlyIsClosed(Leaving leaving) throws Exception {
    AtomicLong open = new AtomicLong();
    RawServer.Script silent =
        c -> {
          open.incrementAndGet();
          try {
            c.awaitClose();
          } finally {
            open.decrementAndGet();
          }
        };
    try (RawServer server = RawServer.start(silent)) {
      HttpCall call = post(server.uri("/"));
      List<Future<?>> leavers = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(i);
        leavers.add(
            threads.submit(() -> {
              for (int n = 0; n < 100; n++) {
                leaveEarly(call, leaving, random);
              }
              return null;
            }));
      }
      for (Future<?> leaver : leavers) {
        leaver.get();
      }

      Awaitility.await().atMost(AMPLE).during(Duration.ofMillis(300)).until(() -> open.get() == 0);
    }
  }

  private void leaveEarly(HttpCall call, Leaving leaving, RandomGenerator random) {
    CompletableFuture<Throwable> left = new CompletableFuture<>();
    try (Exchange exchange = transport.open(call)) {
      Thread waiter =
          Thread.ofVirtual()
              .start(() -> left.complete(catchThrowableOfType(Throwable.class, exchange::head)));
      pause(Duration.ofNanos(random.nextInt(3_000_000)));
      leaving.leave(exchange, waiter);
      assertThat(left.join()).isNotNull();
    }
  }

  // ---- Words of these tests

  /**
   * Ends an exchange in which a thread waits; the wait and the connection must be over promptly.
   */
  private void assertEndsPromptly(
      RawServer.Script upToSilence, Wait wait, Ending ending, Failure expected) throws Exception {
    Duration best = AMPLE;
    for (int tries = 0; tries < 10 && best.compareTo(PROMPT) > 0; tries++) {
      CountDownLatch silent = new CountDownLatch(1);
      CompletableFuture<Long> closed = new CompletableFuture<>();
      RawServer.Script script =
          c -> {
            upToSilence.serve(c);
            silent.countDown();
            closed.complete(c.awaitClose());
          };
      try (RawServer server = RawServer.start(script);
          Exchange exchange = transport.open(post(server.uri("/")))) {
        Future<Object> waiting = threads.submit(() -> wait.on(exchange));
        silent.await();
        pause(Duration.ofMillis(50));
        long start = System.nanoTime();

        ending.end(exchange);

        Failure failure = failureOf(waiting);
        Duration woken = Duration.ofNanos(System.nanoTime() - start);
        if (expected != null) {
          assertThat(failure).isSameAs(expected);
        }
        Duration gone = Duration.ofNanos(closed.get(20, TimeUnit.SECONDS) - start);
        best = min(best, woken.compareTo(gone) > 0 ? woken : gone);
      }
    }
    assertThat(best).isLessThan(PROMPT);
  }

  private interface Wait {
    Object on(Exchange exchange) throws Exception;
  }

  private interface Ending {
    void end(Exchange exchange);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static void assertTimedOutConnecting(TransportException thrown) {
    assertThat(thrown.failure())
        .isInstanceOfSatisfying(
            Failure.TimedOut.class, f -> assertThat(f.phase()).isEqualTo(TimeoutPhase.CONNECT));
    assertThat(thrown).hasMessageContaining("127.0.0.1").hasMessageContaining("200 ms");
  }

  private String fetch(HttpCall call) throws Exception {
    try (Exchange exchange = transport.open(call)) {
      exchange.head();
      return text(exchange);
    }
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

  private TransportException headFailure(HttpCall call) {
    try (Exchange exchange = transport.open(call)) {
      return catchThrowableOfType(TransportException.class, exchange::head);
    }
  }

  private static Failure failureOf(Future<?> waiting) throws Exception {
    return failureOf(() -> {
      try {
        return waiting.get();
      } catch (java.util.concurrent.ExecutionException e) {
        throw (Exception) e.getCause();
      }
    });
  }

  private static Failure failureOf(Callable<?> call) throws Exception {
    try {
      throw new AssertionError("it went well: " + call.call());
    } catch (TransportException failed) {
      return failed.failure();
    }
  }

  private static String text(Exchange exchange) throws IOException {
    try (InputStream body = exchange.body()) {
      return new String(body.readAllBytes(), UTF_8);
    }
  }

  private static HttpCall post(URI uri) {
    return post(uri, "{}");
  }

  private static HttpCall post(URI uri, String body) {
    return post(uri, body, AMPLE);
  }

  private static HttpCall post(URI uri, String body, Duration connectTimeout) {
    return new HttpCall(
        "POST", uri, Headers.of("Authorization", "Bearer sk-secret"), utf8(body), connectTimeout);
  }

  private static RawServer.Script once(String answer) {
    return c -> {
      c.read();
      c.write(answer);
    };
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  /** What {@code counter} says when it has not moved for a while, or is over {@code limit}. */
  private static long stillCount(AtomicLong counter, long limit) {
    long last = -1;
    while (last != counter.get() && last < limit) {
      last = counter.get();
      pause(Duration.ofMillis(300));
    }
    return last;
  }

  private static void pause(Duration duration) {
    java.util.concurrent.locks.LockSupport.parkNanos(duration.toNanos());
  }
}
