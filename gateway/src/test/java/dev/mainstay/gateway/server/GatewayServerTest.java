package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mainstay.gateway.server.RawClient.Reply;
import dev.mainstay.http.Headers;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests, answers and connections. */
class GatewayServerTest extends ServerTest {

  // ---- Requests

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
    assertThat(request.query()).isEqualTo("a=1&b=%3F");
    assertThat(request.headers().all("X-TWO")).containsExactly("a", "b");
    assertThat(request.body()).asString().isEqualTo("hello");
    assertThat(request.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void wholeUriAsTargetIsReadAsItsPath() throws Exception {
    serve((request, response) -> response.send(200, TEXT, utf8(request.path() + request.query())));

    try (RawClient client = client()) {
      assertThat(client.get("http://x:80/models?q").read().body()).isEqualTo("/modelsq");
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
          CompletableFuture.runAsync(() -> unchecked(() -> client.post("/", large)));

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

  // ---- Answers

  @Test
  void answerHasItsHeadersAndOurs() throws Exception {
    serve((request, response) ->
        response.send(201, Headers.of("X-One", "1", "X-Two", "a", "X-Two", "b"), utf8("hello")));

    try (RawClient client = client()) {
      Reply reply = client.get("/").read();

      assertThat(reply.line()).isEqualTo("HTTP/1.1 201 Created");
      assertThat(reply.headers().first("x-one")).contains("1");
      assertThat(reply.headers().all("x-two")).containsExactly("a", "b");
      assertThat(reply.headers().all("content-length")).containsExactly("5");
      assertThat(reply.headers().first("date").orElseThrow())
          .matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
      assertThat(reply.headers().first("connection")).isEmpty();
    }
  }

  @Test
  void largeAnswerComesWhole() throws Exception {
    String large = "0123456789abcdef".repeat(500_000);
    serve((request, response) -> response.send(200, TEXT, utf8(large)));

    try (RawClient client = client()) {
      assertThat(client.get("/").read().body()).isEqualTo(large);
      assertThat(client.get("/").read().body()).isEqualTo(large);
    }
  }

  @Test
  void answerToHeadHasNoBody() throws Exception {
    serve((request, response) -> {
      if (request.path().equals("/stream")) {
        ResponseStream stream = response.begin(200, TEXT);
        stream.write(utf8("hello"));
        stream.finish();
      } else {
        response.send(200, TEXT, utf8("hello"));
      }
    });

    try (RawClient client = client()) {
      client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.readHead().headers().first("content-length")).contains("5");
      client.send("HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.readHead().status()).isEqualTo(200);
      assertThat(client.get("/").read().body()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void statusWithoutBodyHasNone(int status) throws Exception {
    serve((request, response) -> response.send(status, Headers.none(), utf8("ignored")));

    try (RawClient client = client()) {
      Reply first = client.get("/").readHead();
      Reply second = client.get("/").readHead();

      assertThat(first.headers().first("content-length")).isEmpty();
      assertThat(second.status()).isEqualTo(status);
    }
  }

  @Test
  void streamComesPieceByPiece() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    serve((request, response) -> {
      ResponseStream stream = response.begin(200, Headers.of("Content-Type", "text/event-stream"));
      stream.write(utf8("data: 1\n\n"));
      seen.await();
      stream.write(utf8("data: 2\n\n"));
      stream.finish();
    });

    try (RawClient client = client()) {
      Reply head = client.get("/").readHead();
      assertThat(head.headers().all("transfer-encoding")).containsExactly("chunked");
      assertThat(client.readChunk()).isEqualTo("data: 1\n\n");
      seen.countDown();
      assertThat(client.readChunk()).isEqualTo("data: 2\n\n");
      assertThat(client.readChunk()).isEmpty();
      assertThat(client.get("/").readHead().status()).isEqualTo(200);
    }
  }

  @Test
  void piecesOfEverySizeComeWhole() throws Exception {
    serve((request, response) -> {
      ResponseStream stream = response.begin(200, TEXT);
      for (int size : new int[] {0, 1, 15, 16, 17, 255, 256, 4_095, 4_096, 65_536, 1_000_000}) {
        stream.write(utf8("x".repeat(size)));
      }
      stream.finish();
    });

    try (RawClient client = client()) {
      assertThat(client.get("/").read().body())
          .hasSize(1 + 15 + 16 + 17 + 255 + 256 + 4_095 + 4_096 + 65_536 + 1_000_000);
    }
  }

  @Test
  void streamToACallerOfHttp10EndsWithItsConnection() throws Exception {
    serve((request, response) -> {
      ResponseStream stream = response.begin(200, TEXT);
      stream.write(utf8("hel"));
      stream.write(utf8("lo"));
      stream.finish();
    });

    try (RawClient client = client()) {
      Reply reply = client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").read();

      assertThat(reply.body()).isEqualTo("hello");
      assertThat(reply.headers().first("transfer-encoding")).isEmpty();
      assertThat(reply.headers().all("connection")).containsExactly("close");
    }
  }

  @Test
  void headersThatAreNotTheHandlersToSetAreRefused() throws Exception {
    Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
    serve((request, response) -> {
      for (Headers headers :
          List.of(
              Headers.of("Content-Length", "3"),
              Headers.of("transfer-encoding", "chunked"),
              Headers.of("Connection", "close"),
              Headers.of("X-Split", "a\r\nX-Forged: b"),
              Headers.of("X\r\nForged", "b"),
              Headers.of("X: Forged", "b"),
              Headers.of("", "b"))) {
        thrown.add(catchThrowable(() -> response.send(200, headers, utf8("no"))));
      }
      thrown.add(catchThrowable(() -> response.send(99, TEXT, utf8("no"))));
      assertThat(response.isCommitted()).isFalse();
      response.send(200, TEXT, utf8("yes"));
    });

    try (RawClient client = client()) {
      assertThat(client.get("/").read().body()).isEqualTo("yes");
    }
    assertThat(thrown).hasSize(8).hasOnlyElementsOfType(IllegalArgumentException.class);
  }

  @Test
  void characterThatNoHeaderCanHoldBecomesAQuestionMark() throws Exception {
    serve((request, response) ->
        response.send(200, Headers.of("X-Model", "Ċ\u560D\u560A"), utf8("")));

    try (RawClient client = client()) {
      assertThat(client.get("/").read().headers().first("x-model")).contains("???");
    }
  }

  @Test
  void secondAnswerIsAMistake() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    serve((request, response) -> {
      response.send(200, TEXT, utf8("one"));
      thrown.complete(catchThrowable(() -> response.send(200, TEXT, utf8("two"))));
    });

    try (RawClient client = client()) {
      assertThat(client.get("/").read().body()).isEqualTo("one");
    }
    assertThat(thrown.get()).isInstanceOf(IllegalStateException.class);
  }

  // ---- Handlers that fail

  @Test
  void failureOfTheHandlerIsA500ThatTellsNothing() throws Exception {
    serve((request, response) -> {
      throw new IllegalStateException("sk-secret");
    });

    try (RawClient client = client()) {
      Reply reply = client.get("/").read();

      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.body()).isNotEmpty().doesNotContain("secret", "Exception");
      assertThat(client.get("/").read().status()).isEqualTo(500);
    }
  }

  @Test
  void handlerWithoutAnAnswerIsA500() throws Exception {
    serve((request, response) -> {});

    try (RawClient client = client()) {
      assertThat(client.get("/").read().status()).isEqualTo(500);
    }
  }

  @Test
  void refusalByTheHandlerIsRenderedAsTheServersOwn() throws Exception {
    ErrorRenderer errors =
        (refusal, path) ->
            new ErrorRenderer.Body(
                Headers.of("X-Code", refusal.code()), utf8(path + ": " + refusal.message()));
    serve(
        ServerOptions.defaults().withErrors(errors),
        (request, response) -> {
          throw new RequestRefusedException(new Refusal(422, "odd", "too odd"));
        });

    try (RawClient client = client()) {
      Reply reply = client.get("/x?y").read();

      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.headers().first("x-code")).contains("odd");
      assertThat(reply.body()).isEqualTo("/x: too odd");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void streamThatIsNotFinishedIsCut(boolean throwing) throws Exception {
    serve((request, response) -> {
      response.begin(200, TEXT).write(utf8("hello"));
      if (throwing) {
        throw new IllegalStateException("broken");
      }
    });

    try (RawClient client = client()) {
      client.get("/").readHead();

      assertThat(client.readChunk()).isEqualTo("hello");
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  // ---- Connections

  @Test
  void connectionIsKept() throws Exception {
    serve(ServerTest::echo);

    try (RawClient client = client()) {
      for (int i = 0; i < 100; i++) {
        assertThat(client.post("/", "n" + i).read().body()).isEqualTo("n" + i);
      }
      assertThat(server().stats().openConnections()).isEqualTo(1);
      assertThat(server().stats().requests()).isEqualTo(100);
    }
    Awaitility.await().until(() -> server().stats().openConnections() == 0);
    assertThat(server().stats().inFlight()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: Close, x\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
      })
  void connectionThatTheCallerWantsClosedIsClosed(String request) throws Exception {
    serve(ServerTest::echo);

    try (RawClient client = client()) {
      Reply reply = client.send(request).read();

      assertThat(reply.headers().all("connection")).containsExactly("close");
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void callerOfHttp10CanKeepItsConnection() throws Exception {
    serve(ServerTest::echo);
    String request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";

    try (RawClient client = client()) {
      assertThat(client.send(request).read().headers().all("connection"))
          .containsExactly("keep-alive");
      assertThat(client.send(request).read().status()).isEqualTo(200);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderOneAtATime() throws Exception {
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger mostAtOnce = new AtomicInteger();
    serve((request, response) -> {
      mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      byte[] body = request.body();
      if (body.length % 3 == 0) {
        pause(Duration.ofMillis(1));
      }
      atOnce.decrementAndGet();
      response.send(200, TEXT, body);
    });
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      String body = "x".repeat(i);
      requests
          .append("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ")
          .append(i)
          .append("\r\n\r\n")
          .append(body);
    }

    try (RawClient client = client()) {
      client.send(requests.toString());

      for (int i = 0; i < 300; i++) {
        assertThat(client.read().body()).hasSize(i);
      }
    }
    assertThat(mostAtOnce).hasValue(1);
  }

  // SEMANTICS 5.3: were nothing more read, its leaving could not be seen.
  @Test
  void whatACallerSendsAheadWithoutEndIsReadButNotKept() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger handled = new AtomicInteger();
    serve((request, response) -> {
      handled.incrementAndGet();
      answer.await();
      response.send(200, TEXT, utf8("x"));
    });
    AtomicInteger sent = new AtomicInteger();
    byte[] many = utf8("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1_000));

    try (RawClient client = client()) {
      Thread.startVirtualThread(() -> {
        try {
          while (true) {
            client.send(many);
            sent.addAndGet(1_000);
          }
        } catch (IOException over) {
          // The test's end.
        }
      });

      Awaitility.await().until(() -> sent.get() > 1_000_000);
      answer.countDown();
      int answers = 0;
      for (; isAnswered(client); answers++) {}
      // What was read in one go, 64 KiB, has some 2,300 of them.
      assertThat(answers).isBetween(32, 3_000).isEqualTo(handled.get());
    }
  }

  private static boolean isAnswered(RawClient client) throws IOException {
    try {
      return client.read().status() == 200;
    } catch (EOFException over) {
      return false;
    }
  }

  @Test
  void requestsThatAreSentFarAheadOfQuickAnswersAreAllAnswered() throws Exception {
    serve((request, response) -> response.send(200, TEXT, utf8("x")));
    byte[] many = utf8("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(5_000));

    try (RawClient client = client()) {
      Thread.startVirtualThread(() -> unchecked(() -> client.send(many)));

      for (int i = 0; i < 5_000; i++) {
        assertThat(client.read().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void manyCallersAreServedAtOnce() throws Exception {
    CountDownLatch all = new CountDownLatch(300);
    serve((request, response) -> {
      all.countDown();
      all.await();
      echo(request, response);
    });
    List<RawClient> clients = new java.util.ArrayList<>();

    try {
      for (int i = 0; i < 300; i++) {
        clients.add(client().post("/", "number " + i));
      }

      for (int i = 0; i < 300; i++) {
        assertThat(clients.get(i).read().body()).isEqualTo("number " + i);
      }
      Awaitility.await().until(() -> server().stats().inFlight() == 0);
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void portThatIsTakenSaysSo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServerOptions options =
          ServerOptions.defaults().withAddress("127.0.0.1", taken.getLocalPort());

      assertThatThrownBy(() -> GatewayServer.start(loops(), options, ServerTest::echo))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("in use");
    }
  }

  private static int stillCount(AtomicInteger counter) {
    int last = -1;
    while (last != counter.get()) {
      last = counter.get();
      pause(Duration.ofMillis(300));
    }
    return last;
  }

  private interface Action {
    void run() throws Exception;
  }

  private static void unchecked(Action action) {
    try {
      action.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
