package dev.mainstay.provider.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatStream;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.transport.RawServer;
import org.junit.jupiter.api.Test;

/** Calls to Ollama over the wire. */
class OllamaCallTest {
  private static final String LINE = "{\"message\":{\"content\":\"%s\"},\"done\":false}\n";
  private static final String DONE =
      "{\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"eval_count\":2}\n";

  @Test
  void linesAreGivenOutAsTheyCome() throws Exception {
    try (RawServer server =
            RawServer.start(connection -> {
              connection.read();
              connection.write(
                  "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n"
                      + "Transfer-Encoding: chunked\r\n\r\n");
              connection.chunk(LINE.formatted("Hel").substring(0, 20));
              connection.chunk(LINE.formatted("Hel").substring(20));
              connection.chunk(LINE.formatted("lo") + DONE);
              connection.write("0\r\n\r\n");
            });
        Mainstay mainstay = mainstay(server);
        ChatStream stream = mainstay.stream(ChatRequest.of("m", "Hi"))) {
      StringBuilder text = new StringBuilder();
      for (ChatEvent event : stream) {
        if (event instanceof TextDelta(String piece)) {
          text.append(piece);
        }
      }

      assertThat(text).hasToString("Hello");
      assertThat(server.requests().getFirst().line()).isEqualTo("POST /api/chat HTTP/1.1");
    }
  }

  @Test
  void modelThatIsNotThereIsToldInItsWords() {
    String body = "{\"error\":\"model 'x' not found\"}";
    try (RawServer server =
            RawServer.answering(
                "HTTP/1.1 404 Not Found\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        Mainstay mainstay = mainstay(server)) {
      assertThatThrownBy(() -> mainstay.chat("m", "Hi"))
          .isInstanceOfSatisfying(
              MainstayException.class,
              e -> assertThat(e.failure()).isInstanceOf(Failure.NotFound.class))
          .hasMessageContaining("model 'x' not found");
    }
  }

  private static Mainstay mainstay(RawServer server) {
    return Mainstay.builder()
        .group("m", Deployment.of("ollama/llama3").withEndpoint(server.uri("")))
        .build();
  }
}
