package dev.mainstay.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Tongue.Kind;
import dev.mainstay.provider.wire.Heard;
import dev.mainstay.time.TimeSource;
import dev.mainstay.transport.RawServer;
import dev.mainstay.transport.RawServer.Connection;
import dev.mainstay.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SEMANTICS 6.1 on the wire: which ends of a body prove the end of an answer. A first piece with
 * its end may be all that a liar sent, or all that there is.
 */
class FramedEndTest {
  private enum Framing {
    CHUNKED("Transfer-Encoding: chunked"),
    LENGTH("Content-Length: %s"),
    CLOSED("Connection: close"),
    RESET("Transfer-Encoding: chunked"),
    CUT_CHUNK("Transfer-Encoding: chunked"),
    SHORT_LENGTH("Content-Length: %s");

    private static final Set<Framing> CLEAN = Set.of(CHUNKED, LENGTH);
    private final String header;

    Framing(String header) {
      this.header = header;
    }

    void write(Connection connection, String type, byte[] body) throws IOException {
      int length = body.length + (this == SHORT_LENGTH ? 9 : 0);
      connection.write(
          "HTTP/1.1 200 OK\r\nContent-Type: %s\r\n%s\r\n\r\n"
              .formatted(type, header.formatted(length)));
      boolean isChunked = header.contains("chunked");
      if (isChunked) {
        connection.write(Integer.toHexString(body.length) + "\r\n");
      }
      connection.write(body);
      if (isChunked) {
        connection.write("\r\n");
      }
      switch (this) {
        case CHUNKED -> connection.write("0\r\n\r\n");
        case CUT_CHUNK -> connection.write("14\r\nda");
        case RESET -> connection.reset();
        case LENGTH, CLOSED, SHORT_LENGTH -> {}
      }
    }
  }

  static Stream<Arguments> all() {
    return Stream.of(Tongue.values())
        .flatMap(
            tongue -> Stream.of(Framing.values()).map(framing -> Arguments.of(tongue, framing)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void onePieceIsWholeOnlyWhereTheBodyTellsItsEnd(Tongue tongue, Framing framing)
      throws IOException {
    assertThat(heard(tongue, framing, List.of("a")).isSuccess())
        .isEqualTo(Framing.CLEAN.contains(framing));
  }

  @ParameterizedTest
  @MethodSource("all")
  void severalPiecesAreWholeHoweverTheBodyEnds(Tongue tongue, Framing framing) throws IOException {
    Heard heard = heard(tongue, framing, List.of("a", "b", "c"));

    // What a reset overtakes never came.
    assertThat(heard.isSuccess() || framing == Framing.RESET).isTrue();
    assertThat("abc").startsWith(heard.text);
  }

  private static Heard heard(Tongue tongue, Framing framing, List<String> pieces)
      throws IOException {
    Stream<String> said = pieces.stream().flatMap(word -> tongue.says(Kind.TEXT, 0, word, ""));
    Stream<String> events = Stream.concat(tongue.starts(), Stream.concat(said, tongue.ends(0)));
    byte[] body = Liar.join(events.map(tongue::bytes).toList());
    ChatRequest request = new ChatRequest(Json.parseObject("{\"messages\":[],\"stream\":true}"));
    try (Transport transport = Transport.jdk();
        RawServer server =
            RawServer.start(connection -> {
              connection.read();
              framing.write(connection, tongue.type(), body);
            })) {
      Deployment deployment = tongue.deployment().withEndpoint(server.uri(""));
      return Heard.from(
          tongue
              .provider(transport, TimeSource.system())
              .open(deployment, request, Duration.ofSeconds(5)));
    }
  }
}
