package dev.mainstay.provider.cohere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.transport.RawServer;
import org.junit.jupiter.api.Test;

/** Calls to Cohere over the wire. */
class CohereCallTest {
  private static final String TEXT =
      "event: content-delta\ndata: {\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":"
          + "{\"content\":{\"text\":\"%s\"}}}}\n\n";
  private static final String END =
      "event: message-end\ndata: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\"}}\n\n";

  @Test
  void eventsAreGivenOutAsTheyCome() throws Exception {
    try (RawServer server =
            RawServer.start(connection -> {
              connection.read();
              connection.write(
                  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                      + "Transfer-Encoding: chunked\r\n\r\n");
              connection.chunk(TEXT.formatted("Hel"));
              connection.chunk(TEXT.formatted("lo").substring(0, 30));
              connection.chunk(TEXT.formatted("lo").substring(30) + END);
              connection.write("0\r\n\r\n");
            });
        Mainstay mainstay = mainstay(server);
        ChatStream stream = mainstay.stream(ChatRequest.of("m", "Hi"))) {
      stream.forEach(event -> {});

      assertThat(stream.response().text()).isEqualTo("Hello");
      assertThat(server.requests().getFirst().line()).isEqualTo("POST /v2/chat HTTP/1.1");
      assertThat(server.requests().getFirst().headers().first("Authorization"))
          .hasValue("Bearer co-key-0123456789");
    }
  }

  @Test
  void refusalIsToldInItsWords() {
    String body = "{\"id\":\"x\",\"message\":\"invalid api token\"}";
    try (RawServer server =
            RawServer.answering(
                "HTTP/1.1 401 Unauthorized\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body);
        Mainstay mainstay = mainstay(server)) {
      assertThatThrownBy(() -> mainstay.chat("m", "Hi"))
          .isInstanceOfSatisfying(
              MainstayException.class,
              e -> assertThat(e.failure()).isInstanceOf(Failure.Unauthenticated.class))
          .hasMessageContaining("invalid api token");
    }
  }

  private static Mainstay mainstay(RawServer server) {
    return Mainstay.builder()
        .group(
            "m",
            Deployment.of("cohere/command-a-03-2025")
                .withEndpoint(server.uri(""))
                .withKey("co-key-0123456789"))
        .build();
  }
}
