package dev.mainstay.gateway.server;

import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that leave. */
@Isolated("It measures how soon, and how much memory.")
class LeavingCallersTest extends ServerTest {
  /** How soon a caller's leaving must be seen. */
  // Each time, also on a busy machine.
  private static final Duration PROMPT = Duration.ofSeconds(2);

  private static final int VISITS = 5;

  /** How a caller leaves. */
  enum Leaving {
    CLOSE {
      @Override
      void leave(RawClient client) throws IOException {
        client.close();
      }
    },
    RESET {
      @Override
      void leave(RawClient client) throws IOException {
        client.reset();
      }
    },
    END_OF_OUTPUT {
      @Override
      void leave(RawClient client) throws IOException {
        client.endOutput();
      }
    };

    abstract void leave(RawClient client) throws IOException;
  }

  private interface Opening {
    void open(RawClient client) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void callerThatLeavesIsSeenAtOnceWhileTheHandlerWaitsForSomethingElse(Leaving how)
      throws Exception {
    assertSeenAtOnce(how, (request, response) -> {}, client -> client.post("/", "{}"));
  }

  @ParameterizedTest
  @EnumSource
  void callerThatLeavesInsideAStreamIsSeenAtOnce(Leaving how) throws Exception {
    assertSeenAtOnce(
        how,
        (request, response) -> response.begin(200, TEXT).write(utf8("data: 1\n\n")),
        client -> {
          client.post("/", "{}").readHead();
          client.readChunk();
        });
  }

  @ParameterizedTest
  @EnumSource
  void callerThatLeavesAfterRequestsAheadIsSeenAtOnce(Leaving how) throws Exception {
    assertSeenAtOnce(
        how,
        (request, response) -> {},
        client -> client.post("/1", "{}").post("/2", "{}").post("/3", "{}"));
  }

  @ParameterizedTest
  @CsvSource({
    "CLOSE, 100", "RESET, 100", "END_OF_OUTPUT, 100",
    "CLOSE, 2000", "RESET, 2000", "END_OF_OUTPUT, 2000",
    "CLOSE, 20000", "RESET, 20000", "END_OF_OUTPUT, 20000"
  })
  void callerThatLeavesBehindManyBytesAheadIsSeenAtOnce(Leaving how, int kilobytes)
      throws Exception {
    String body = "x".repeat(999);
    String many = ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n" + body).repeat(100);
    assertSeenAtOnce(
        how,
        (request, response) -> {},
        client -> {
          client.post("/1", "{}");
          Thread sender =
              Thread.startVirtualThread(() -> {
                try {
                  for (int sent = 0; sent < kilobytes; sent += 100) {
                    client.send(many);
                  }
                } catch (IOException left) {
                  // It may leave before all is sent.
                }
              });
          try {
            sender.join(Duration.ofMillis(400));
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
  }

  @Test
  void actionForACallerThatHasLeftRunsAtOnce() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    CompletableFuture<Boolean> ranHere = new CompletableFuture<>();
    serve((request, response) -> {
      request.onDisconnect(left::countDown);
      left.await();
      Thread here = Thread.currentThread();
      request.onDisconnect(() -> ranHere.complete(Thread.currentThread() == here));
    });

    client().post("/", "{}").close();

    assertThat(ranHere.get()).isTrue();
  }

  @Test
  void failingActionDoesNotKeepOthersFromRunning() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    serve((request, response) -> {
      request.onDisconnect(() -> {
        throw new IllegalStateException("broken");
      });
      request.onDisconnect(left::countDown);
      begun.countDown();
      left.await();
    });

    RawClient client = client().post("/", "{}");
    begun.await();
    client.close();

    assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void callerThatHasItsAnswerHasNotLeft() throws Exception {
    AtomicInteger left = new AtomicInteger();
    CountDownLatch over = new CountDownLatch(1);
    serve((request, response) -> {
      request.onDisconnect(left::incrementAndGet);
      echo(request, response);
      over.await();
    });

    try (RawClient client = client()) {
      client.post("/", "x").read();
    }
    await().until(() -> server().stats().openConnections() == 0);
    over.countDown();

    await().until(() -> server().stats().inFlight() == 0);
    assertThat(left).hasValue(0);
  }

  @Test
  void callerThatLeavesInsideItsBodyEndsTheWaitForIt() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    serve((request, response) -> {
      begun.countDown();
      thrown.complete(catchThrowable(request::body));
    });

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
      client.send(new byte[70_000]);
      begun.await();
    }

    assertThat(thrown.get()).isInstanceOf(CallerLeftException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void writeToACallerThatLeftFails(boolean plain) throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    CountDownLatch left = new CountDownLatch(1);
    serve((request, response) -> {
      request.onDisconnect(left::countDown);
      left.await();
      thrown.complete(
          catchThrowable(() -> {
            if (plain) {
              response.send(200, TEXT, utf8("x"));
            } else {
              response.begin(200, TEXT).write(utf8("x"));
            }
          }));
    });

    client().post("/", "{}").close();

    assertThat(thrown.get()).isInstanceOf(CallerLeftException.class);
  }

  /** One caller's: when its handler has fallen silent, and when its leaving was seen. */
  private record Visit(CountDownLatch silent, CompletableFuture<Long> seen) {}

  private void assertSeenAtOnce(Leaving how, RequestHandler begin, Opening opening)
      throws Exception {
    AtomicInteger handled = new AtomicInteger();
    AtomicReference<Visit> visit = new AtomicReference<>();
    serve((request, response) -> {
      handled.incrementAndGet();
      Visit now = visit.get();
      CountDownLatch left = new CountDownLatch(1);
      request.onDisconnect(() -> {
        now.seen.complete(System.nanoTime());
        left.countDown();
      });
      begin.handle(request, response);
      now.silent.countDown();
      left.await();
    });

    for (int i = 0; i < VISITS; i++) {
      Visit now = new Visit(new CountDownLatch(1), new CompletableFuture<>());
      visit.set(now);
      try (RawClient client = client()) {
        opening.open(client);
        now.silent.await();
        long start = System.nanoTime();

        how.leave(client);

        assertThat(Duration.ofNanos(now.seen.get(20, TimeUnit.SECONDS) - start)).isLessThan(PROMPT);
      }
    }

    assertThat(handled).hasValue(VISITS);
    await().until(() -> server().stats().inFlight() == 0);
  }
}
