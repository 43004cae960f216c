package dev.mainstay.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.provider.Deployment;
import dev.mainstay.transport.RawServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code POST /v1/messages} before Anthropic itself: what it tells arrives as it came. */
@Timeout(60)
class SameDialectTest {
  private static final String USAGE =
      "{\"input_tokens\":3,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,"
          + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":0,\"ephemeral_1h_input_tokens\":0},"
          + "\"output_tokens\":2,\"service_tier\":\"priority\","
          + "\"server_tool_use\":{\"web_search_requests\":1}}";
  private static final String ANSWER =
      "{\"model\":\"claude-fable-5\",\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
          + "\"content\":[{\"type\":\"text\",\"text\":\"No.\"}],\"stop_reason\":\"refusal\","
          + "\"stop_sequence\":null,\"stop_details\":{\"type\":\"refusal\",\"category\":\"cyber\"},"
          + "\"container\":{\"id\":\"c_1\"},\"usage\":"
          + USAGE
          + "}";
  private static final String END =
      "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"refusal\",\"stop_sequence\":null,"
          + "\"stop_details\":{\"type\":\"refusal\",\"category\":\"cyber\"}},"
          + "\"usage\":{\"output_tokens\":2,\"iterations\":[{\"output_tokens\":2}]}}";

  @Test
  void plainAnswerArrivesByteByByte() throws IOException {
    assertThat(answer("application/json", ANSWER, false)).isEqualTo(ANSWER);
  }

  @Test
  void streamArrivesWithAllThatItsEndTells() throws IOException {
    String stream =
        "event: message_start\n"
            + "data: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\","
            + "\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-fable-5\",\"content\":[],"
            + "\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"
            + USAGE
            + "}}\n\n"
            + "event: content_block_start\n"
            + "data:"
            + " {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"No.\"}}\n\n"
            + "event: message_delta\n"
            + "data: "
            + END
            + "\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    assertThat(answer("text/event-stream", stream, true)).contains("\"usage\":" + USAGE, END);
  }

  private static String answer(String type, String body, boolean isStream) throws IOException {
    try (RawServer anthropic =
        RawServer.answering(
            "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(type, body.length(), body))) {
      Gateway gateway =
          Gateway.start(
              GatewayConfig.builder()
                  .host("127.0.0.1")
                  .port(0)
                  .group(
                      "claude",
                      Deployment.of("anthropic/claude-fable-5")
                          .withEndpoint(anthropic.uri(""))
                          .withKey("sk-ant-key-0123456789"))
                  .build(),
              event -> {});
      try (Caller caller = new Caller(gateway.port())) {
        return caller
            .send(
                "POST",
                "/v1/messages",
                ("{\"model\":\"claude\",\"max_tokens\":9,\"stream\":%s,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
                    .formatted(isStream)
                    .getBytes(UTF_8))
            .read()
            .text();
      } finally {
        gateway.stop(Duration.ZERO);
      }
    }
  }
}
