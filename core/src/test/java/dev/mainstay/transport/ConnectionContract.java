package dev.mainstay.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.http.SseReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Which connections are kept, and how many there may be. */
abstract class ConnectionContract extends WithTransport {
  /** What a provider may send to a reader that does not read; most of it is the kernel's. */
  private static final long MOST_BYTES_AHEAD = 24 * 1024 * 1024;

  private static final int MOST_EXCHANGES = 100;

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

  // The end is sent once its reader has left. It is let in where it comes within a moment, which it
  // need not do each time, on a machine that is busy.
  @Test
  void endThatWasOnItsWayLeavesTheConnectionToo() throws Exception {
    Semaphore left = new Semaphore(0);
    RawServer.Script script =
        c -> {
          while (true) {
            c.read();
            c.write(CHUNKED);
            c.chunk("data: [DONE]\n\n");
            left.acquire();
            c.write("0\r\n\r\n");
          }
        };
    try (RawServer server = RawServer.start(script)) {
      int exchanges = 0;
      while (server.connections() == exchanges) {
        assertThat(exchanges).as("each on a connection of its own").isLessThan(MOST_EXCHANGES);
        try (Exchange exchange = transport.open(post(server.uri("/")))) {
          exchange.head();
          assertThat(new SseReader(exchange.body()).next()).isPresent();
        }
        left.release();
        exchanges++;
        RealTime.pass(Duration.ofMillis(50));
      }
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
        RealTime.pass(Duration.ofMillis(100));
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

  /** What {@code counter} says when it has not moved for a while, or is over {@code limit}. */
  private static long stillCount(AtomicLong counter, long limit) {
    long last = -1;
    while (last != counter.get() && last < limit) {
      last = counter.get();
      RealTime.pass(Duration.ofMillis(300));
    }
    return last;
  }
}
