package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.server.RawClient.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much a caller may send. */
@Execution(ExecutionMode.CONCURRENT)
class RequestLimitsTest extends RefusingServer {

  @Test
  void headUpToItsLimitIsServed() throws Exception {
    serve(this::count);

    try (RawClient client = client()) {
      client.send("GET /" + "x".repeat(30_000) + " HTTP/1.1\r\nHost: x\r\n");
      client.send("X: " + "y".repeat(30_000) + "\r\n\r\n");

      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  @Test
  void requestLineOverTheLimitIsRefused() throws Exception {
    serve(this::count);

    try (RawClient client = client()) {
      assertRefused(client.send("GET /" + "x".repeat(70_000) + " HTTP/1.1\r\n"), 414);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "many", "half"})
  void headersOverTheLimitAreRefused(String how) throws Exception {
    serve(this::count);
    String line = how.equals("half") ? "GET /" + "x".repeat(40_000) : "GET /";

    try (RawClient client = client()) {
      client.send(line + " HTTP/1.1\r\nHost: x\r\n");
      switch (how) {
        case "one" -> client.send("X: " + "y".repeat(70_000));
        case "many" -> client.send("X: y\r\n".repeat(12_000) + "\r\n");
        default -> client.send("X: " + "y".repeat(40_000) + "\r\n\r\n");
      }

      assertRefused(client, 431);
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void lengthOverTheLimitIsRefusedBeforeTheBody() throws Exception {
    serve(limited(limits -> limits.withMaxHeaderBytes(1_000).withMaxBodyBytes(100)), this::count);

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n");

      Reply reply = assertRefused(client, 413);

      assertThat(reply.body()).contains("100 bytes");
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void lengthOverTheLimitIsRefusedInsteadOfContinued() throws Exception {
    serve(limited(limits -> limits.withMaxHeaderBytes(1_000).withMaxBodyBytes(100)), this::count);

    try (RawClient client = client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 101\r\n\r\n");

      assertRefused(client, 413);
    }
  }

  @Test
  void defaultLimitIs64MiB() throws Exception {
    serve((request, response) -> response.send(200, TEXT, utf8("taken")));
    int limit = 64 * 1024 * 1024;

    try (RawClient over = client();
        RawClient at = client()) {
      over.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + (limit + 1) + "\r\n\r\n");
      at.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + limit + "\r\n\r\n");
      at.send(new byte[100_000]);

      assertThat(over.read().status()).isEqualTo(413);
      assertThat(at.read().body()).isEqualTo("taken");
    }
  }

  @Test
  void refusalIsReadByACallerThatIsStillSending() throws Exception {
    serve(limited(limits -> limits.withMaxHeaderBytes(1_000).withMaxBodyBytes(100)), this::count);

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n");
      client.send(new byte[5_000_000]);

      assertThat(client.read().status()).isEqualTo(413);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 70_000, 1_000_000})
  void chunksOverTheLimitAreRefused(int bytes) throws Exception {
    serve(limited(limits -> limits.withMaxHeaderBytes(1_000).withMaxBodyBytes(100)), this::count);

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int sent = 0; sent < bytes; sent += 50) {
        client.send("32\r\n" + "x".repeat(50) + "\r\n");
      }

      assertRefused(client, 413);
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void chunksOverTheLimitAreRefusedWhileTheHandlerWaitsForThem() throws Exception {
    serve(
        limited(limits -> limits.withMaxHeaderBytes(1_000).withMaxBodyBytes(200_000)), this::count);

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("30d40\r\n" + "x".repeat(200_000) + "\r\n1\r\ny\r\n");

      assertRefused(client, 413);
    }
    assertThat(handled).hasValue(1);
  }
}
