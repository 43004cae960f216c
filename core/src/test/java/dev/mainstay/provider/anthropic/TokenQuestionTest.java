package dev.mainstay.provider.anthropic;

import static dev.mainstay.provider.anthropic.Asking.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.TokenCount;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.ScriptedTransport;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenQuestionTest {
  private static final ChatRequest REQUEST =
      AnthropicMessages.request(
          json(
              "{'model':'claude','max_tokens':9,'temperature':1,'system':'s','messages':["
                  + "{'role':'user','content':'Hello'}]}"),
          List.of());

  @Test
  void anthropicIsAskedForTheCount() {
    ScriptedTransport transport = ScriptedTransport.answering(200, "{\"input_tokens\": 2095}");

    assertThat(count(transport)).isEqualTo(new TokenCount(2095, false));
    assertThat(transport.calls.getFirst().uri())
        .isEqualTo(URI.create("https://api.anthropic.com/v1/messages/count_tokens"));
    assertThat(Json.parseObject(transport.calls.getFirst().body()))
        .isEqualTo(
            json(
                "{'model':'claude-opus-4-6','system':'s','messages':[{'role':'user','content':'Hello'}]}"));
  }

  @Test
  void whoTellsNothingIsEstimated() {
    for (ScriptedTransport transport :
        List.of(
            ScriptedTransport.answering(429, "{}"),
            ScriptedTransport.answering(200, "<html>"),
            ScriptedTransport.answering(200, "{}"))) {
      assertThat(count(transport).isEstimated()).isTrue();
      assertThat(count(transport).tokens()).isPositive();
    }
  }

  private static TokenCount count(ScriptedTransport transport) {
    try (Mainstay mainstay =
        Mainstay.builder()
            .environment(Map.of())
            .transport(transport)
            .group("claude", Deployment.of("anthropic/claude-opus-4-6").withKey(Asking.KEY))
            .build()) {
      return mainstay.tokens(REQUEST);
    }
  }
}
