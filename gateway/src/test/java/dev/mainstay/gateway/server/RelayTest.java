package dev.mainstay.gateway.server;

import static dev.mainstay.transport.RealTime.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.transport.Exchange;
import dev.mainstay.transport.HttpCall;
import dev.mainstay.transport.HttpHead;
import dev.mainstay.transport.RawServer;
import dev.mainstay.transport.RealTime;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Server and transport together on one event loop: a proxy, as the gateway is one. */
@Isolated("It measures how soon the upstream is let go.")
class RelayTest extends ServerTest {
  // Each time, also on a busy machine.
  private static final Duration PROMPT = Duration.ofSeconds(2);
  private static final Failure LEFT = new Failure.Cancelled(FailureDetail.of("the caller left"));

  private final NettyTransport transport = NettyTransport.on(loops());

  @AfterEach
  void close() {
    transport.close();
  }

  private void relay(RawServer upstream) throws IOException {
    serve((request, response) -> {
      HttpCall call =
          new HttpCall(
              request.method(),
              upstream.uri(request.path()),
              TEXT,
              request.body(),
              Duration.ofSeconds(5));
      try (Exchange exchange = transport.open(call)) {
        request.onDisconnect(() -> exchange.abort(LEFT));
        HttpHead head = exchange.head();
        ResponseStream stream = response.begin(head.status(), TEXT);
        InputStream body = exchange.body();
        byte[] buffer = new byte[8 * 1024];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
          stream.write(Arrays.copyOf(buffer, n));
        }
        stream.finish();
      }
    });
  }

  @Test
  void eventsPassOneByOne() throws Exception {
    CountDownLatch[] seen = {new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1)};
    RawServer.Script events =
        c -> {
          c.read();
          c.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          for (int i = 0; i < 3; i++) {
            c.chunk("data: " + i + "\n\n");
            seen[i].await();
          }
          c.write("0\r\n\r\n");
        };
    try (RawServer upstream = RawServer.start(events)) {
      relay(upstream);

      try (RawClient client = client().post("/", "{}")) {
        client.readHead();
        for (int i = 0; i < 3; i++) {
          assertThat(client.readChunk()).isEqualTo("data: " + i + "\n\n");
          seen[i].countDown();
        }
        assertThat(client.readChunk()).isEmpty();
      }
    }
  }

  @Test
  void callerThatLeavesClosesTheUpstreamWhileItIsSilent() throws Exception {
    for (int i = 0; i < 5; i++) {
      CountDownLatch silent = new CountDownLatch(1);
      CompletableFuture<Long> closed = new CompletableFuture<>();
      RawServer.Script script =
          c -> {
            c.read();
            silent.countDown();
            closed.complete(c.awaitClose());
          };
      try (RawServer upstream = RawServer.start(script)) {
        relay(upstream);
        RawClient client = client().post("/", "{}");
        silent.await();
        long start = System.nanoTime();

        client.close();

        assertThat(Duration.ofNanos(closed.get(20, TimeUnit.SECONDS) - start)).isLessThan(PROMPT);
        await().until(() -> server().stats().inFlight() == 0);
      } finally {
        server().close();
      }
    }
  }

  @Test
  void slowReaderStopsTheUpstream() throws Exception {
    AtomicLong written = new AtomicLong();
    byte[] piece = new byte[64 * 1024];
    RawServer.Script flood =
        c -> {
          c.read();
          c.write("HTTP/1.1 200 OK\r\n\r\n");
          while (true) {
            c.write(piece);
            written.addAndGet(piece.length);
          }
        };
    try (RawServer upstream = RawServer.start(flood)) {
      relay(upstream);

      try (RawClient client = new RawClient(server().port(), 16 * 1024)) {
        client.post("/", "{}").readHead();

        long last = -1;
        while (last != written.get()) {
          last = written.get();
          RealTime.pass(Duration.ofMillis(300));
        }
        assertThat(last).isLessThan(24_000_000);
        assertThat(client.readNBytes((int) last)).isEqualTo(last);
        long still = last;
        await().until(() -> written.get() > still);
      }
    }
  }

  @Test
  void manyStreamsRunAtOnce() throws Exception {
    CountDownLatch all = new CountDownLatch(500);
    RawServer.Script slow =
        c -> {
          c.read();
          c.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          c.chunk("first");
          all.countDown();
          all.await();
          c.chunk("last");
          c.write("0\r\n\r\n");
        };
    List<RawClient> clients = new ArrayList<>();
    try (RawServer upstream = RawServer.start(slow)) {
      relay(upstream);
      for (int i = 0; i < 500; i++) {
        clients.add(client().post("/", "{}"));
      }

      for (RawClient client : clients) {
        assertThat(client.read().body()).isEqualTo("firstlast");
      }
      assertThat(server().stats().openConnections()).isEqualTo(500);
      assertThat(transport.stats().made()).isEqualTo(500);
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
    await().until(() -> server().stats().openConnections() == 0);
    assertThat(server().stats().inFlight()).isZero();
  }

  @Test
  void bodyPassesUnchanged() throws Exception {
    try (RawServer upstream = RawServer.start(c -> c.answer(c.read().text()))) {
      relay(upstream);
      String large = "0123456789abcdef".repeat(200_000);

      try (RawClient client = client().post("/", large)) {
        assertThat(client.read().body().getBytes(UTF_8)).isEqualTo(utf8(large));
      }
    }
  }
}
