package dev.mainstay.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mainstay.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever leaves or closes at any moment leaves nothing open. */
abstract class ClosingContract extends WithTransport {
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
      FutureTask<HttpHead> head = new FutureTask<>(() -> transport.open(post(uri)).head());
      RealTime.awaitWaiting(Thread.ofVirtual().start(head));

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
            RealTime.pass(Duration.ofMillis(1));
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
        RealTime.pass(Duration.ofNanos(random.nextInt(5_000_000)));

        exchange.abort(STOPPED);

        assertThat(failureOf(reading)).isSameAs(STOPPED);
      }

      RealTime.await().until(() -> open.get() == 0);
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

      RealTime.await().during(Duration.ofMillis(300)).until(() -> open.get() == 0);
    }
  }

  private void leaveEarly(HttpCall call, Leaving leaving, RandomGenerator random) {
    CompletableFuture<Throwable> left = new CompletableFuture<>();
    try (Exchange exchange = transport.open(call)) {
      Thread waiter =
          Thread.ofVirtual()
              .start(() -> left.complete(catchThrowableOfType(Throwable.class, exchange::head)));
      RealTime.pass(Duration.ofNanos(random.nextInt(3_000_000)));
      leaving.leave(exchange, waiter);
      assertThat(left.join()).isNotNull();
    }
  }
}
