package dev.mainstay.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.server.RawClient.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that come packed. */
@Execution(ExecutionMode.CONCURRENT)
class RequestCodingTest extends RefusingServer {

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
    serve(
        limited(limits -> limits.withMaxHeaderBytes(1_000).withMaxBodyBytes(100_000)), this::count);
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
  void codingIsToldBackAtNoGreatLength() throws Exception {
    serve(this::count);

    try (RawClient client = client()) {
      Reply reply = postCoded(client, "x".repeat(5_000), utf8("hello"));

      assertThat(reply.status()).isEqualTo(415);
      assertThat(reply.body()).contains("x".repeat(40) + "...").hasSizeLessThan(300);
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
