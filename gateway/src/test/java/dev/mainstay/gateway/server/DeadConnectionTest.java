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
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 2.9: a reset on a reused connection before any byte of an answer. */
class DeadConnectionTest extends KeptConnections {

  private static final Failure STOPPED = new Failure.Cancelled(FailureDetail.of("enough"));

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
          RealTime.pass(silence.multipliedBy(2));
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

  private static void end(RawServer.Connection connection, String how) throws IOException {
    if (how.equals("reset")) {
      connection.reset();
    }
  }
}
