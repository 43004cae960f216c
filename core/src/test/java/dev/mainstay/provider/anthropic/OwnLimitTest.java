package dev.mainstay.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.ScriptedTransport;
import dev.mainstay.provider.wire.SequenceTransport;
import dev.mainstay.time.ManualTime;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we add does not cost the call: a limit that is our guess gives way to the server's. */
class OwnLimitTest {
  private static final String TOO_MANY =
      "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"max_tokens:"
          + " %d > 4096, which is the maximum allowed number of output tokens for m\"}}";
  private static final ScriptedTransport FINE =
      ScriptedTransport.answering(
          200,
          "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":"
              + "[{\"type\":\"text\",\"text\":\"Fine\"}],\"stop_reason\":\"end_turn\"}",
          "Content-Type",
          "application/json");
  private static final CallOptions ONCE = CallOptions.none().withRetries(0);

  private final ManualTime time = new ManualTime();

  @Test
  void limitOfOursThatIsRefusedIsLoweredOnceUncountedAndRemembered() {
    SequenceTransport wire = new SequenceTransport(refusing(8_192), FINE);
    try (Mainstay mainstay = mainstay(wire)) {
      ChatResponse answer = mainstay.chat(ChatRequest.of("g", "Hi"), ONCE);
      mainstay.chat(ChatRequest.of("g", "Hi"), ONCE);

      assertThat(answer.text()).isEqualTo("Fine");
      assertThat(answer.metadata().attempts()).hasSize(1);
      assertThat(limits(wire)).containsExactly(8_192L, 4_096L, 4_096L);
    }
  }

  @Test
  void limitThatTheCallerSetIsTheCallersToLower() {
    SequenceTransport wire = new SequenceTransport(refusing(9_000), FINE);
    ChatRequest asked = ChatRequest.of("g", "Hi");
    ChatRequest limited =
        new ChatRequest(asked.json().with("max_completion_tokens", JsonNumber.of(9_000)));
    try (Mainstay mainstay = mainstay(wire)) {
      assertThatThrownBy(() -> mainstay.chat(limited, ONCE)).isInstanceOf(MainstayException.class);

      assertThat(limits(wire)).containsExactly(9_000L);
    }
  }

  @Test
  void serverThatRefusesTheLowerOneAsWellIsAskedNoMore() {
    SequenceTransport wire = new SequenceTransport(refusing(8_192), refusing(4_096));
    try (Mainstay mainstay = mainstay(wire)) {
      assertThatThrownBy(() -> mainstay.chat(ChatRequest.of("g", "Hi"), ONCE))
          .isInstanceOf(MainstayException.class);

      assertThat(limits(wire)).containsExactly(8_192L, 4_096L);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max_tokens: 9000 > 4096, which is the maximum",
        "max_tokens: 8192 is not what it should be",
        "messages: 8192 > 4096",
        "max_tokens: 8192 > 99999999999999999999"
      })
  void refusalThatNamesNoLowerLimitIsTheCallers(String message) {
    SequenceTransport wire =
        new SequenceTransport(
            ScriptedTransport.answering(
                400,
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\""
                    + message
                    + "\"}}"));
    try (Mainstay mainstay = mainstay(wire)) {
      assertThatThrownBy(() -> mainstay.chat(ChatRequest.of("g", "Hi"), ONCE))
          .isInstanceOf(MainstayException.class);

      assertThat(wire.calls).hasSize(1);
    }
  }

  private static ScriptedTransport refusing(int limit) {
    return ScriptedTransport.answering(400, String.format(Locale.ROOT, TOO_MANY, limit));
  }

  private static List<Long> limits(SequenceTransport wire) {
    return wire.calls.stream()
        .map(call -> Json.parseObject(new String(call.body(), UTF_8)))
        .map(body -> body.number("max_tokens").orElseThrow())
        .toList();
  }

  private Mainstay mainstay(SequenceTransport wire) {
    return Mainstay.builder()
        .provider("anthropic", new AnthropicProvider(wire, time))
        .group("g", Deployment.of("anthropic/m").withKey("key-0123456789"))
        .time(time)
        .build();
  }
}
