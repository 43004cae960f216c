package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller may not send since it could be taken for something else. */
@Execution(ExecutionMode.CONCURRENT)
class RequestFramingTest extends RefusingServer {

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
}
