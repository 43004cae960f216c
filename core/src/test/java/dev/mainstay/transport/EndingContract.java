package dev.mainstay.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Exchanges that are ended from outside: the wait is over at once, and the connection closed. */
abstract class EndingContract extends WithTransport {
  /** How soon the other side must see that an exchange was ended, also on a busy machine. */
  private static final Duration PROMPT = Duration.ofSeconds(2);

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
              RealTime.pass(Duration.ofMillis(1));
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

  /**
   * Ends an exchange in which a thread waits, five times; each time the wait and the connection
   * must be over promptly.
   */
  private void assertEndsPromptly(
      RawServer.Script upToSilence, Wait wait, Ending ending, Failure expected) throws Exception {
    for (int i = 0; i < 5; i++) {
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
        FutureTask<Object> waiting = new FutureTask<>(() -> wait.on(exchange));
        Thread waiter = Thread.ofVirtual().start(waiting);
        silent.await();
        RealTime.awaitWaiting(waiter);
        long start = System.nanoTime();

        ending.end(exchange);

        Failure failure = failureOf(waiting);
        Duration woken = Duration.ofNanos(System.nanoTime() - start);
        if (expected != null) {
          assertThat(failure).isSameAs(expected);
        }
        Duration gone = Duration.ofNanos(closed.get(20, TimeUnit.SECONDS) - start);
        assertThat(woken).isLessThan(PROMPT);
        assertThat(gone).isLessThan(PROMPT);
      }
    }
  }

  private interface Wait {
    Object on(Exchange exchange) throws Exception;
  }

  private interface Ending {
    void end(Exchange exchange);
  }
}
