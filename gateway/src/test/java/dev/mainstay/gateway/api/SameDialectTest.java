package dev.mainstay.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.provider.Deployment;
import dev.mainstay.transport.RawServer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
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
  private static final String START =
      "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\","
          + "\"role\":\"assistant\",\"model\":\"claude-fable-5\",\"content\":[],"
          + "\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"
          + USAGE
          + "}}";
  private static final String STOP = "{\"type\":\"message_stop\"}";

  @Test
  void plainAnswerArrivesByteByByte() throws IOException {
    assertThat(answer("application/json", ANSWER, false)).isEqualTo(ANSWER);
  }

  /** But for pings, which the gateway sends itself, and pieces that are empty. */
  @Test
  void streamArrivesByteByByte() throws IOException {
    String stream =
        events(
            START,
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
                + "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                + "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}}",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                + "{\"type\":\"signature_delta\",\"signature\":\"c2ln\"}}",
            "{\"type\":\"content_block_stop\",\"index\":0}",
            "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":"
                + "{\"type\":\"text\",\"text\":\"\"}}",
            "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":"
                + "{\"type\":\"text_delta\",\"text\":\"No.\"}}",
            "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"citations_delta\","
                + "\"citation\":{\"type\":\"char_location\",\"cited_text\":\"x\",\"document_index\":0}}}",
            "{\"type\":\"content_block_stop\",\"index\":1}",
            "{\"type\":\"content_block_start\",\"index\":2,\"content_block\":{\"type\":\"tool_use\","
                + "\"id\":\"toolu_01234567\",\"name\":\"f\",\"input\":{},\"caller\":{\"type\":\"direct\"}}}",
            "{\"type\":\"content_block_delta\",\"index\":2,\"delta\":"
                + "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\": 1}\"}}",
            "{\"type\":\"content_block_stop\",\"index\":2}",
            END,
            STOP);

    String came =
        stream
            .replaceFirst("\n\n", "\n\n" + events("{\"type\":\"ping\"}"))
            .replaceFirst(
                "(?=event: content_block_delta\n.*input_json)",
                events(
                    "{\"type\":\"content_block_delta\",\"index\":2,\"delta\":"
                        + "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}}"));

    assertThat(streamed(came)).isEqualTo(stream);
  }

  @Test
  void textThatABlockBeginsWithArrivesInAnEventOfItsOwn() throws IOException {
    String block =
        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
            + "{\"type\":\"text\",\"text\":\"No.\"}}";

    assertThat(streamed(events(START, block, END, STOP)))
        .isEqualTo(
            events(
                START,
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
                    + "{\"type\":\"text\",\"text\":\"\"}}",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                    + "{\"type\":\"text_delta\",\"text\":\"No.\"}}",
                "{\"type\":\"content_block_stop\",\"index\":0}",
                END,
                STOP));
  }

  // Without the gateway's own story, which is a comment.
  private static String streamed(String stream) throws IOException {
    return answer("text/event-stream", stream, true).replaceAll("(?m)^: mainstay .*\n", "");
  }

  private static String events(String... data) {
    return Arrays.stream(data)
        .map(json ->
            "event: "
                + Json.parseObject(json).text("type").orElseThrow()
                + "\ndata: "
                + json
                + "\n\n")
        .collect(Collectors.joining());
  }

  private static String answer(String type, String body, boolean isStream) throws IOException {
    RawServer anthropic =
        RawServer.answering(
            String.format(
                Locale.ROOT,
                "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s",
                type,
                body.length(),
                body));
    try (RawStand stand =
            new RawStand(
                anthropic,
                url ->
                    Deployment.of("anthropic/claude-fable-5")
                        .withEndpoint(url)
                        .withKey("sk-ant-key-0123456789"));
        Caller caller = stand.caller()) {
      return caller
          .send(
              "POST",
              "/v1/messages",
              ("{\"model\":\"chat\",\"max_tokens\":9,\"stream\":%s,"
                      + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
                  .formatted(isStream)
                  .getBytes(UTF_8))
          .read()
          .text();
    }
  }
}
