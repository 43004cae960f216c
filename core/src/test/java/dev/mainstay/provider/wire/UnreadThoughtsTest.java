package dev.mainstay.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.anthropic.AnthropicMessages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Newer Claudes refuse thoughts that belong to another conversation than the one that is sent. */
class UnreadThoughtsTest {
  private static final String REFUSAL =
      "messages.1.content.0: Invalid `signature` in `thinking` block. The block is bound to a"
          + " different conversation.";
  private static final String MESSAGES =
      "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'q'},{'role':'assistant',"
          + "'content':[{'type':'thinking','thinking':'hm','signature':'c2ln'},"
          + "{'type':'text','text':'a'}]},{'role':'user','content':'r'}]}";

  @ParameterizedTest
  @EnumSource(names = {"ANTHROPIC", "CLAUDE_AT_VERTEX", "CLAUDE_AT_BEDROCK"})
  void thoughtsThatAreRefusedAreLeftOutAtOnce(EveryDialect dialect) {
    SequenceTransport transport =
        new SequenceTransport(refusing(REFUSAL), ScriptedTransport.answering(503, "{}"));

    Heard heard = dialect.ask(transport, dialect.deployment(), request());

    assertThat(heard.failure).get().isInstanceOf(Failure.Overloaded.class);
    assertThat(transport.calls).hasSize(2);
    assertThat(sent(transport, 0)).contains("c2ln");
    assertThat(sent(transport, 1)).doesNotContain("c2ln").contains("\"a\"", "\"r\"");
  }

  @ParameterizedTest
  @EnumSource(names = {"ANTHROPIC", "CLAUDE_AT_BEDROCK"})
  void anyOtherRefusalIsTheCallers(EveryDialect dialect) {
    SequenceTransport transport = new SequenceTransport(refusing("messages: no such thing"));

    Heard heard = dialect.ask(transport, dialect.deployment(), request());

    assertThat(heard.failure).get().isInstanceOf(Failure.BadRequest.class);
    assertThat(transport.calls).hasSize(1);
  }

  private static ScriptedTransport refusing(String message) {
    return ScriptedTransport.answering(
        400,
        "{\"type\":\"error\",\"message\":\""
            + message
            + "\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\""
            + message
            + "\"}}",
        "Content-Type",
        "application/json");
  }

  private static ChatRequest request() {
    return AnthropicMessages.request(Json.parseObject(MESSAGES.replace('\'', '"')), List.of());
  }

  private static String sent(SequenceTransport transport, int call) {
    return new String(transport.calls.get(call).body(), StandardCharsets.UTF_8);
  }
}
