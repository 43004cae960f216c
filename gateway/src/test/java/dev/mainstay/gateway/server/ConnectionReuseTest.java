package dev.mainstay.gateway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.http.Exchange;
import dev.mainstay.http.Headers;
import dev.mainstay.http.HttpCall;
import dev.mainstay.http.RawServer;
import dev.mainstay.http.TransportException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a connection is used again, and what happens when it should not have been. */
@Timeout(30)
class ConnectionReuseTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  private static final Failure STOPPED = new Failure.Cancelled(FailureDetail.of("enough"));

  private final EventLoops loops = EventLoops.start(1);
  private NettyTransport transport;

  @BeforeEach
  void open() {
    transport = NettyTransport.on(loops);
  }

  @AfterEach
  void close() {
    transport.close();
    loops.close();
  }

  @Test
  void connectionIsUsedAgainAndCounted() throws Exception {
    try (RawServer server = RawServer.answering(OK)) {
      for (int i = 0; i < 50; i++) {
        assertThat(fetch(server)).isEqualTo("hello");
      }

      assertThat(transport.stats()).isEqualTo(new NettyTransport.Stats(1, 1, 1));
      assertThat(server.connections()).isEqualTo(1);
    }
    Awaitility.await().until(() -> transport.stats().open() == 0);
    assertThat(transport.stats()).isEqualTo(new NettyTransport.Stats(0, 0, 1));
  }

  @Test
  void bodyThatIsThereNeedNotBeReadForItsConnectionToBeKept() throws Exception {
    try (RawServer server = RawServer.answering(OK)) {
      for (int i = 0; i < 10; i++) {
        try (Exchange exchange = transport.open(call(server))) {
          assertThat(exchange.head().status()).isEqualTo(200);
        }
      }

      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void latestConnectionIsUsedFirst() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    RawServer.Script script =
        c -> {
          int served = 0;
          while (true) {
            c.read();
            both.countDown();
            both.await();
            c.answer("" + ++served);
          }
        };
    try (RawServer server = RawServer.start(script);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> one = threads.submit(() -> fetch(server));
      Future<String> two = threads.submit(() -> fetch(server));
      one.get();
      two.get();

      List<String> served = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        served.add(fetch(server));
      }

      assertThat(served).containsExactly("2", "3", "4");
      assertThat(transport.stats()).isEqualTo(new NettyTransport.Stats(2, 2, 2));
    }
  }

  @Test
  void idleConnectionExpires() throws Exception {
    NettyTransport brief =
        new NettyTransport(
            loops, SSLContext.getDefault(), NameLookup.ofPlatform(), Duration.ofMillis(100));
    try (RawServer server = RawServer.answering(OK)) {
      try (Exchange exchange = brief.open(call(server))) {
        exchange.head();
      }

      Awaitility.await().until(() -> brief.stats().open() == 0);
      assertThat(brief.stats().idle()).isZero();
    } finally {
      brief.close();
    }
  }

  // ---- SEMANTICS 2.9: a reset on a reused connection before any byte of an answer

  @ParameterizedTest
  @ValueSource(strings = {"reset", "close"})
  void requestOnAKeptConnectionThatDiesUnansweredIsSentOnceMore(String how) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    RawServer.Script secondDies =
        c -> {
          c.read();
          requests.incrementAndGet();
          c.write(OK);
          c.read();
          requests.incrementAndGet();
          end(c, how);
        };
    try (RawServer server = RawServer.start(secondDies)) {
      for (int i = 0; i < 5; i++) {
        assertThat(fetch(server)).isEqualTo("hello");
      }

      assertThat(server.connections()).isEqualTo(5);
      assertThat(requests).hasValue(9);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset", "close"})
  void requestIsNotSentAThirdTime(String how) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    AtomicInteger connections = new AtomicInteger();
    RawServer.Script onlyFirstIsAnswered =
        c -> {
          boolean isFirst = connections.incrementAndGet() == 1;
          c.read();
          requests.incrementAndGet();
          if (isFirst) {
            c.write(OK);
            c.read();
            requests.incrementAndGet();
          }
          end(c, how);
        };
    try (RawServer server = RawServer.start(onlyFirstIsAnswered)) {
      fetch(server);

      assertThat(failure(server)).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(requests).hasValue(3);
    }
  }

  /** SEMANTICS 2.6: however a connection ends, a silent vendor is not asked twice. */
  @ParameterizedTest
  @ValueSource(strings = {"reset", "close"})
  void requestOnAKeptConnectionThatEndsAfterALongSilenceIsNotSentAgain(String how)
      throws Exception {
    AtomicInteger requests = new AtomicInteger();
    Duration silence = Duration.ofMillis(50);
    RawServer.Script secondIsSilent =
        c -> {
          c.read();
          requests.incrementAndGet();
          c.write(OK);
          c.read();
          requests.incrementAndGet();
          pause(silence.multipliedBy(2));
          end(c, how);
        };
    try (RawServer server = RawServer.start(secondIsSilent)) {
      transport.close();
      transport = new NettyTransport(loops, SSLContext.getDefault(), silence);
      fetch(server);

      assertThat(failure(server)).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(requests).hasValue(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"H", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 100 Continue\r\n\r\n"})
  void requestThatWasPartlyAnsweredIsNotSentAgain(String part) throws Exception {
    AtomicInteger requests = new AtomicInteger();
    RawServer.Script secondIsCut =
        c -> {
          c.read();
          requests.incrementAndGet();
          c.write(OK);
          c.read();
          requests.incrementAndGet();
          c.write(part);
        };
    try (RawServer server = RawServer.start(secondIsCut)) {
      fetch(server);

      assertThat(failure(server)).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(requests).hasValue(2);
    }
  }

  @Test
  void requestOnAFreshConnectionIsNotSentAgain() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    RawServer.Script dying =
        c -> {
          c.read();
          requests.incrementAndGet();
        };
    try (RawServer server = RawServer.start(dying)) {
      assertThat(failure(server)).isInstanceOf(Failure.ConnectionFailed.class);
      assertThat(requests).hasValue(1);
    }
  }

  @Test
  void largeRequestOnAKeptConnectionThatDiesIsSentOnceMoreWhole() throws Exception {
    String large = "x".repeat(3_000_000);
    RawServer.Script secondDies =
        c -> {
          c.answer("" + c.read().body().length);
          c.readHead();
          c.reset();
        };
    try (RawServer server = RawServer.start(secondDies)) {
      for (int i = 0; i < 3; i++) {
        HttpCall call =
            new HttpCall(
                "POST",
                server.uri("/"),
                Headers.none(),
                large.getBytes(UTF_8),
                Duration.ofSeconds(5));
        assertThat(fetch(call)).isEqualTo("3000000");
      }
    }
  }

  @Test
  void abortedRequestOnAKeptConnectionIsNotSentAgain() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    CountDownLatch asked = new CountDownLatch(2);
    RawServer.Script silentSecond =
        c -> {
          c.read();
          requests.incrementAndGet();
          asked.countDown();
          c.write(OK);
          c.read();
          requests.incrementAndGet();
          asked.countDown();
          c.awaitClose();
        };
    try (RawServer server = RawServer.start(silentSecond);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      fetch(server);
      Exchange exchange = transport.open(call(server));
      Future<TransportException> thrown =
          threads.submit(() -> catchThrowableOfType(TransportException.class, exchange::head));
      asked.await();

      exchange.abort(STOPPED);

      assertThat(thrown.get().failure()).isSameAs(STOPPED);
      assertThat(server.connections()).isEqualTo(1);
      assertThat(requests).hasValue(2);
    }
  }

  // ---- Whose a connection is

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void leavingAWholeAnswerUnreadDoesNotEndTheExchangeThatHasItsConnectionNow(boolean aborts)
      throws Exception {
    CountDownLatch isAsked = new CountDownLatch(1);
    CountDownLatch hasLeft = new CountDownLatch(1);
    RawServer.Script script =
        c -> {
          c.read();
          c.write(OK);
          c.read();
          c.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
          isAsked.countDown();
          hasLeft.await();
          c.write("llo");
          c.awaitClose();
        };
    try (RawServer server = RawServer.start(script);
        Exchange first = transport.open(call(server));
        Exchange second = transport.open(call(server))) {
      first.head();
      Awaitility.await().until(() -> transport.stats().idle() == 1);
      second.head();
      isAsked.await();

      if (aborts) {
        first.abort(STOPPED);
      } else {
        first.close();
      }
      // What was asked of the one event loop before is done when this is.
      loops.next().submit(() -> {}).sync();
      hasLeft.countDown();

      assertThat(new String(second.body().readAllBytes(), UTF_8)).isEqualTo("hello");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void answerThatCannotBeReadLeavesNoConnectionBehind() throws Exception {
    RawServer.Script coded =
        c -> {
          c.read();
          c.write("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 500\r\n\r\nx");
          c.awaitClose();
        };
    try (RawServer server = RawServer.start(coded);
        Exchange exchange = transport.open(call(server))) {
      assertThat(catchThrowableOfType(TransportException.class, () -> readAll(exchange)))
          .isNotNull();

      exchange.close();

      Awaitility.await().until(() -> transport.stats().open() == 0);
    }
  }

  private static void readAll(Exchange exchange) throws Exception {
    exchange.head();
    exchange.body().readAllBytes();
  }

  // ---- Answers that nobody asked for

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "x",
      })
  void moreThanWasAskedForIsNeverTheNextAnswer(String more) throws Exception {
    try (RawServer server = RawServer.answering(OK + more)) {
      for (int i = 0; i < 20; i++) {
        assertThat(fetch(server)).isEqualTo("hello");
      }

      assertThat(server.connections()).isEqualTo(20);
    }
  }

  @Test
  void answerThatComesWhileNobodyAsksIsNeverTheNextAnswer() throws Exception {
    RawServer.Script late =
        c -> {
          while (true) {
            c.read();
            c.write(OK);
            pause(Duration.ofMillis(20));
            c.write("HTTP/1.1 408 Timeout\r\nContent-Length: 6\r\n\r\nforged");
          }
        };
    try (RawServer server = RawServer.start(late)) {
      for (int i = 0; i < 5; i++) {
        assertThat(fetch(server)).isEqualTo("hello");
        pause(Duration.ofMillis(60));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello",
      })
  void connectionWhoseAnswerWasFramedOddlyIsNotUsedAgain(String answer) throws Exception {
    try (RawServer server = RawServer.answering(answer)) {
      assertThat(fetch(server)).isEqualTo("hello");
      assertThat(fetch(server)).isEqualTo("hello");

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void headAndGetShareAConnection() throws Exception {
    RawServer.Script script =
        c -> {
          while (true) {
            boolean isHead = c.read().line().startsWith("HEAD");
            c.write(isHead ? OK.substring(0, OK.length() - 5) : OK);
          }
        };
    try (RawServer server = RawServer.start(script)) {
      for (int i = 0; i < 5; i++) {
        HttpCall head =
            new HttpCall(
                "HEAD", server.uri("/"), Headers.none(), new byte[0], Duration.ofSeconds(5));
        assertThat(fetch(head)).isEmpty();
        assertThat(fetch(server)).isEqualTo("hello");
      }

      assertThat(server.connections()).isEqualTo(1);
    }
  }

  private static void end(RawServer.Connection connection, String how) throws IOException {
    if (how.equals("reset")) {
      connection.reset();
    }
  }

  private Failure failure(RawServer server) {
    try (Exchange exchange = transport.open(call(server))) {
      return catchThrowableOfType(TransportException.class, exchange::head).failure();
    }
  }

  private String fetch(RawServer server) throws Exception {
    return fetch(call(server));
  }

  private String fetch(HttpCall call) throws Exception {
    try (Exchange exchange = transport.open(call)) {
      exchange.head();
      return new String(exchange.body().readAllBytes(), UTF_8);
    }
  }

  private static HttpCall call(RawServer server) {
    URI uri = server.uri("/v1/chat");
    return new HttpCall("POST", uri, Headers.none(), "{}".getBytes(UTF_8), Duration.ofSeconds(5));
  }

  private static void pause(Duration duration) {
    LockSupport.parkNanos(duration.toNanos());
  }
}
