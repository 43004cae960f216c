package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.server.RawClient.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Requests, as their handlers see them. */
class RequestReadingTest extends ServerTest {
  @Test
  void handlerSeesTheWholeRequest() throws Exception {
    CompletableFuture<ServerRequest> seen = new CompletableFuture<>();
    serve((request, response) -> {
      echo(request, response);
      seen.complete(request);
    });

    try (RawClient client = client()) {
      client.send(
          "POST /v1/ch%20at?a=1&b=%3F HTTP/1.1\r\nHost: x\r\nX-Two: a\r\nx-two:  b \r\n"
              + "Content-Length: 5\r\n\r\nhello");

      assertThat(client.read().body()).isEqualTo("hello");
    }
    ServerRequest request = seen.get();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/v1/ch%20at");
    assertThat(request.headers().all("X-TWO")).containsExactly("a", "b");
    assertThat(request.body()).asString().isEqualTo("hello");
  }

  @Test
  void wholeUriAsTargetIsReadAsItsPath() throws Exception {
    serve((request, response) -> response.send(200, TEXT, utf8(request.path())));

    try (RawClient client = client()) {
      assertThat(client.get("http://x:80/models?q").read().body()).isEqualTo("/models");
      assertThat(client.get("http://x").read().body()).isEqualTo("/");
      assertThat(client.get("*").read().body()).isEqualTo("*");
    }
  }

  @Test
  void chunkedBodyIsJoined() throws Exception {
    serve(ServerTest::echo);

    try (RawClient client = client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n"
              + "3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: t\r\n\r\n");

      assertThat(client.read().body()).isEqualTo("hello");
      assertThat(client.post("/", "again").read().body()).isEqualTo("again");
    }
  }

  @Test
  void requestThatComesByteByByteIsRead() throws Exception {
    serve(ServerTest::echo);

    try (RawClient client = client()) {
      for (byte b : utf8("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")) {
        client.send(new byte[] {b});
      }

      assertThat(client.read().body()).isEqualTo("hello");
    }
  }

  @Test
  void largeBodyIsReadWhole() throws Exception {
    serve(ServerTest::echo);
    String large = "0123456789abcdef".repeat(500_000);

    try (RawClient client = client()) {
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> unchecked(() -> client.post("/", large)), Thread::startVirtualThread);

      assertThat(client.read().body()).isEqualTo(large);
      sending.get();
    }
  }

  @Test
  void largeBodyWaitsUntilTheHandlerAsksForIt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ask = new CountDownLatch(1);
    serve((request, response) -> {
      begun.countDown();
      ask.await();
      echo(request, response);
    });
    String large = "x".repeat(100_000);

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
      client.send(large.substring(0, 70_000));
      begun.await();
      client.send(large.substring(70_000));
      ask.countDown();

      assertThat(client.read().body()).isEqualTo(large);
    }
  }

  @Test
  void callerOfALargeBodyCanBeTurnedAwayBeforeItIsSent() throws Exception {
    serve((request, response) -> response.send(401, TEXT, utf8("no key")));

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n");
      client.send(new byte[70_000]);

      Reply reply = client.read();

      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.body()).isEqualTo("no key");
      assertThat(reply.headers().all("connection")).containsExactly("close");
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void continueIsSaidWhenTheBodyIsAskedFor() throws Exception {
    CountDownLatch ask = new CountDownLatch(1);
    serve((request, response) -> {
      ask.await();
      echo(request, response);
    });

    try (RawClient client = client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
      ask.countDown();

      assertThat(client.readLine()).isEqualTo("HTTP/1.1 100 Continue");
      assertThat(client.readLine()).isEmpty();
      assertThat(client.send("hello").read().body()).isEqualTo("hello");
      assertThat(client.post("/", "again").read().body()).isEqualTo("again");
    }
  }

  @Test
  void continueIsNotSaidToACallerWhoIsTurnedAway() throws Exception {
    serve((request, response) -> response.send(403, TEXT, utf8("no")));

    try (RawClient client = client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");

      assertThat(client.read().status()).isEqualTo(403);
      assertThat(client.isAtEnd()).isTrue();
    }
  }
}
