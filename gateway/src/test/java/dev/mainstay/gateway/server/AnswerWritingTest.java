package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mainstay.gateway.server.RawClient.Reply;
import dev.mainstay.transport.Headers;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers, and what becomes of handlers that fail to give one. */
class AnswerWritingTest extends ServerTest {
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
  void whatIsAddedIsThereAfterTheFlush() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    serve((request, response) -> {
      ResponseStream stream = response.begin(200, TEXT);
      stream.add(utf8("data: 1\n\n"));
      stream.add(utf8("data: 2\n\n"));
      stream.flush();
      stream.flush();
      seen.await();
      stream.add(utf8("data: 3\n\n"));
      stream.finish();
    });

    try (RawClient client = client()) {
      client.get("/").readHead();
      assertThat(client.readChunk()).isEqualTo("data: 1\n\n");
      assertThat(client.readChunk()).isEqualTo("data: 2\n\n");
      seen.countDown();
      assertThat(client.readChunk()).isEqualTo("data: 3\n\n");
      assertThat(client.readChunk()).isEmpty();
    }
  }

  @Test
  void moreThanFitsIsAddedWithoutAFlush() throws Exception {
    serve((request, response) -> {
      ResponseStream stream = response.begin(200, TEXT);
      for (int i = 0; i < 100; i++) {
        stream.add(utf8("x".repeat(10_000)));
      }
      stream.finish();
    });

    try (RawClient client = client()) {
      assertThat(client.get("/").read().body()).hasSize(1_000_000);
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
          throw new RequestRejectedException(new Rejection(422, "odd", "too odd"));
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
}
