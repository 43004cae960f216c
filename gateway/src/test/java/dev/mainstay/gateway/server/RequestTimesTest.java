package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.transport.RealTime;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a caller may take. */
@Execution(ExecutionMode.CONCURRENT)
class RequestTimesTest extends RefusingServer {

  @Test
  void headThatDoesNotComeInTimeIsRefused() throws Exception {
    serve(requestTimeouts(200, 30_000), this::count);

    try (RawClient client = client()) {
      client.post("/", "first").read();
      client.send("GET / HTTP/1.1\r\nHo");
      Thread drip = Thread.startVirtualThread(() -> drip(client, "x"));

      assertRefused(client, 408);
      drip.join();
    }
    assertThat(handled).hasValue(1);
  }

  @Test
  void headThatComesAheadIsGivenItsTime() throws Exception {
    serve(requestTimeouts(200, 30_000), this::count);

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\nGET / HT");

      assertThat(client.read().status()).isEqualTo(200);
      assertRefused(client, 408);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100_000})
  void bodyThatStandsStillIsRefused(int length) throws Exception {
    serve(requestTimeouts(30_000, 200), this::count);

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n");
      client.send("x".repeat(length - 5));

      assertRefused(client, 408);
    }
  }

  @Test
  void bodyThatMovesIsNotInAHurry() throws Exception {
    serve(requestTimeouts(30_000, 2_000), this::count);

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n\r\n");
      for (int i = 0; i < 12; i++) {
        RealTime.pass(Duration.ofMillis(250));
        client.send("x");
      }

      assertThat(client.read().body()).hasSize(12);
    }
  }

  @Test
  void bodyThatTheHandlerHasNotAskedForMayWait() throws Exception {
    serve(
        requestTimeouts(30_000, 100),
        (request, response) -> {
          RealTime.pass(Duration.ofMillis(500));
          count(request, response);
        });

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n");
      client.send(new byte[200_000]);

      assertThat(client.read().body()).hasSize(200_000);
    }
  }

  @Test
  void idleConnectionIsClosedWithoutAWord() throws Exception {
    serve(ServerOptions.defaults().withKeepAliveTimeout(Duration.ofMillis(200)), this::count);

    try (RawClient fresh = client();
        RawClient used = client()) {
      used.post("/", "x").read();

      assertThat(used.isAtEnd()).isTrue();
      assertThat(fresh.isAtEnd()).isTrue();
    }
  }

  private static ServerOptions requestTimeouts(long headMillis, long bodyMillis) {
    return limited(limits ->
        limits
            .withHeadTimeout(Duration.ofMillis(headMillis))
            .withBodyTimeout(Duration.ofMillis(bodyMillis)));
  }

  private static void drip(RawClient client, String text) {
    try {
      for (int i = 0; i < 30; i++) {
        RealTime.pass(Duration.ofMillis(20));
        client.send(text);
      }
    } catch (IOException over) {
      // The server had enough.
    }
  }
}
