package dev.mainstay.gateway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.Headers;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.RawServer;
import dev.mainstay.transport.RealTime;
import dev.mainstay.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a connection is used again, and whose it is. */
class ConnectionReuseTest extends KeptConnections {

  private static final Failure STOPPED = new Failure.Cancelled(FailureDetail.of("enough"));

  @Test
  void connectionIsUsedAgainAndCounted() throws Exception {
    try (RawServer server = RawServer.answering(OK)) {
      for (int i = 0; i < 50; i++) {
        assertThat(fetch(server)).isEqualTo("hello");
      }

      assertThat(transport.stats()).isEqualTo(new NettyTransport.ConnectionStats(1, 1, 1));
      assertThat(server.connections()).isEqualTo(1);
    }
    RealTime.await().until(() -> transport.stats().open() == 0);
    assertThat(transport.stats()).isEqualTo(new NettyTransport.ConnectionStats(0, 0, 1));
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
      assertThat(transport.stats()).isEqualTo(new NettyTransport.ConnectionStats(2, 2, 2));
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

      RealTime.await().until(() -> brief.stats().open() == 0);
      assertThat(brief.stats().idle()).isZero();
    } finally {
      brief.close();
    }
  }

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
      RealTime.await().until(() -> transport.stats().idle() == 1);
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

      RealTime.await().until(() -> transport.stats().open() == 0);
    }
  }

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
    Semaphore nobodyAsks = new Semaphore(0);
    Semaphore seen = new Semaphore(0);
    RawServer.Script late =
        c -> {
          while (true) {
            c.read();
            c.write(OK);
            nobodyAsks.acquire();
            try {
              c.write("HTTP/1.1 408 Timeout\r\nContent-Length: 6\r\n\r\nforged");
              c.read();
            } finally {
              seen.release();
            }
          }
        };
    try (RawServer server = RawServer.start(late)) {
      for (int i = 0; i < 5; i++) {
        assertThat(fetch(server)).isEqualTo("hello");
        nobodyAsks.release();
        seen.acquire();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n"
            + "Content-Length: 99\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n"
            + "5\r\n"
            + "hello\r\n"
            + "0\r\n\r\n",
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

  private static void readAll(Exchange exchange) throws Exception {
    exchange.head();
    exchange.body().readAllBytes();
  }
}
