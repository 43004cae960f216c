package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.server.RawClient.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller may not send: too much, too slowly, or what could be taken for something else. */
@Execution(ExecutionMode.CONCURRENT)
class RequestLimitsTest extends ServerTest {
  private final AtomicInteger handled = new AtomicInteger();

  private void count(ServerRequest request, ServerResponse response)
      throws IOException, InterruptedException {
    handled.incrementAndGet();
    echo(request, response);
  }

  // ---- Framing

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        "Content-Length: 5, 6\r\n\r\nhello!",
        "Content-Length: 5, 5\r\n\r\nhello",
        "Content-Length: +5\r\n\r\nhello",
        "Content-Length: -5\r\n\r\nhello",
        "Content-Length: 0x5\r\n\r\nhello",
        "Content-Length: 5 5\r\n\r\nhello",
        "Content-Length: 99999999999999999999\r\n\r\nhello",
        "Content-Length:\r\n\r\nhello",
        "Content-Length : 5\r\n\r\nhello",
        "Content-Length\t: 5\r\n\r\nhello",
        " Content-Length: 5\r\n\r\nhello",
        "Content-Length: 5\nX: y\r\n\r\nhello",
        "Content-Length: 5\rX: y\r\n\r\nhello",
        "Content-Length: 5\r\nX: a\0b\r\n\r\nhello",
        "Content\0Length: 5\r\n\r\nhello",
        "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding:\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n \r\n\r\n0\r\n\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
        "NoColon\r\n\r\n",
        ": empty\r\n\r\n",
        "Host: other\r\n\r\n",
      })
  void ambiguousHeadIsRefusedAndTheConnectionClosed(String rest) throws Exception {
    serve(this::count);

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\n" + rest);
      client.send("GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");

      assertRefused(client, 400);
    }
    assertThat(handled).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/1.1 x\r\n\r\n",
        "GET / FTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "\u0016\u0003\u0001 TLS\r\n\r\n",
      })
  void whatIsNoRequestIsRefused(String text) throws Exception {
    serve(this::count);

    try (RawClient client = client()) {
      assertRefused(client.send(text), 400);
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void otherVersionsOfHttpAreRefused() throws Exception {
    serve(this::count);

    try (RawClient client = client()) {
      assertRefused(client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\nhello\r\n0\r\n\r\n",
        "\r\nhello\r\n0\r\n\r\n",
        "-1\r\nhello\r\n0\r\n\r\n",
        "5\r\nhelloX\r\n0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5\nhello\r\n0\r\n\r\n",
        "fffffffff\r\nhello\r\n0\r\n\r\n",
        "5;\nx\r\nhello\r\n0\r\n\r\n",
      })
  void garbledChunksAreRefusedAndTheConnectionClosed(String body) throws Exception {
    serve(this::count);

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
      client.send("GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");

      assertRefused(client, 400);
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void badRequestAfterAGoodOneIsRefusedInItsTurn() throws Exception {
    serve(this::count);

    try (RawClient client = client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\ngood"
              + "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(client.read().body()).isEqualTo("good");
      assertRefused(client, 400);
    }
    assertThat(handled).hasValue(1);
  }

  @Test
  void expectationThatNobodyKnowsIsRefused() throws Exception {
    serve(this::count);

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: cake\r\nContent-Length: 4\r\n\r\ncake");

      assertRefused(client, 417);
    }
  }

  // ---- Size

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
    serve(ServerOptions.defaults().withLimits(1_000, 100), this::count);

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n");

      Reply reply = assertRefused(client, 413);

      assertThat(reply.body()).contains("100 bytes");
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void lengthOverTheLimitIsRefusedInsteadOfContinued() throws Exception {
    serve(ServerOptions.defaults().withLimits(1_000, 100), this::count);

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
    serve(ServerOptions.defaults().withLimits(1_000, 100), this::count);

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n");
      client.send(new byte[5_000_000]);

      assertThat(client.read().status()).isEqualTo(413);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 70_000, 1_000_000})
  void chunksOverTheLimitAreRefused(int bytes) throws Exception {
    serve(ServerOptions.defaults().withLimits(1_000, 100), this::count);

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
    serve(ServerOptions.defaults().withLimits(1_000, 200_000), this::count);

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("30d40\r\n" + "x".repeat(200_000) + "\r\n1\r\ny\r\n");

      assertRefused(client, 413);
    }
    assertThat(handled).hasValue(1);
  }

  // ---- Coding

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip", "deflate", "identity", ""})
  void codedBodyIsUnpacked(String coding) throws Exception {
    serve(this::count);

    try (RawClient client = client()) {
      assertThat(postCoded(client, coding, packed(coding, "hello".repeat(1_000))).body())
          .isEqualTo("hello".repeat(1_000));
      assertThat(client.post("/", "again").read().body()).isEqualTo("again");
    }
  }

  @Test
  void codedBodyOverTheLimitIsRefused() throws Exception {
    serve(ServerOptions.defaults().withLimits(1_000, 100_000), this::count);
    byte[] bomb = packed("gzip", "0".repeat(10_000_000));
    assertThat(bomb).hasSizeLessThan(100_000);

    try (RawClient client = client()) {
      assertThat(postCoded(client, "gzip", packed("gzip", "0".repeat(100_000))).status())
          .isEqualTo(200);
      assertThat(postCoded(client, "gzip", packed("gzip", "0".repeat(100_001))).status())
          .isEqualTo(413);
      assertThat(postCoded(client, "gzip", bomb).status()).isEqualTo(413);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "gzip, gzip"})
  void codingThatNobodyKnowsIsRefused(String coding) throws Exception {
    serve(this::count);

    try (RawClient client = client()) {
      Reply reply = postCoded(client, coding, utf8("hello"));

      assertThat(reply.status()).isEqualTo(415);
      assertThat(reply.body()).contains(coding);
      assertThat(client.post("/", "again").read().body()).isEqualTo("again");
    }
  }

  @Test
  void secondCodingIsNotOverlooked() throws Exception {
    serve(this::count);

    try (RawClient client = client()) {
      Reply reply = postCoded(client, "gzip\r\nContent-Encoding: br", packed("gzip", "hello"));

      assertThat(reply.status()).isEqualTo(415);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bodyThatIsNotTheCodingItSaysIsRefused(boolean cut) throws Exception {
    serve(this::count);
    byte[] whole = packed("gzip", "hello");

    try (RawClient client = client()) {
      byte[] bad = cut ? Arrays.copyOf(whole, whole.length - 9) : utf8("not packed");

      assertThat(postCoded(client, "gzip", bad).status()).isEqualTo(400);
    }
  }

  // ---- Time

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
    serve(requestTimeouts(30_000, 400), this::count);

    try (RawClient client = client()) {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n");
      for (int i = 0; i < 20; i++) {
        pause(Duration.ofMillis(50));
        client.send("x");
      }

      assertThat(client.read().body()).hasSize(20);
    }
  }

  @Test
  void bodyThatTheHandlerHasNotAskedForMayWait() throws Exception {
    serve(
        requestTimeouts(30_000, 100),
        (request, response) -> {
          pause(Duration.ofMillis(500));
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
    return ServerOptions.defaults()
        .withRequestTimeouts(Duration.ofMillis(headMillis), Duration.ofMillis(bodyMillis));
  }

  private static void drip(RawClient client, String text) {
    try {
      for (int i = 0; i < 30; i++) {
        pause(Duration.ofMillis(20));
        client.send(text);
      }
    } catch (IOException over) {
      // The server had enough.
    }
  }

  private static Reply assertRefused(RawClient client, int status) throws IOException {
    Reply reply = client.read();
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body()).isNotBlank();
    assertThat(reply.headers().all("connection")).containsExactly("close");
    assertThat(client.isAtEnd()).isTrue();
    return reply;
  }

  private static Reply postCoded(RawClient client, String coding, byte[] body) throws IOException {
    return client
        .send(
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: "
                + coding
                + "\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
        .send(body)
        .read();
  }

  private static byte[] packed(String coding, String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (coding) {
          case "gzip", "GZIP", "x-gzip" -> new GZIPOutputStream(packed);
          case "deflate" -> new DeflaterOutputStream(packed);
          default -> packed;
        }) {
      out.write(utf8(text));
    }
    return packed.toByteArray();
  }
}
