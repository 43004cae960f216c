package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.BearerToken;
import dev.mainstay.provider.Credential;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.Secret;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Match;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.time.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Vertex AI behind the gateway, by a token, over real sockets, with OpenAI as its fallback. */
@Timeout(60)
class VertexTest {
  private static final Answer STORY =
      Answer.text("Once upon a time there was a king who had three sons.").continuing();
  private static final Fault.Interrupted EXHAUSTED = Fault.error(ErrorBody.ofStatus(429));
  private static final String REST =
      "\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Tell me a st\\u00f6ry.\"}]";

  /** The case for which the project was begun, as it was reported. */
  @Test
  void streamWhoseFirstEventIsA429IsAnsweredByTheFallbackWithTheCallersMessages()
      throws IOException {
    try (Stand stand = Stand.with(script(EXHAUSTED), VertexTest::withFallback);
        Caller caller = stand.caller()) {
      Reply reply = caller.chat("{\"model\":\"gemini\",\"num_retries\":0," + REST + "}");

      assertThat(ClaudeTest.text(reply)).isEqualTo(STORY.fullText());
      assertThat(reply.text()).doesNotContain("\"error\"").endsWith("data: [DONE]\n\n");
      List<ReceivedRequest> asked = stand.asked(2);
      assertThat(asked.getFirst().path())
          .isEqualTo(
              "/v1/projects/p/locations/global/publishers/google/models/gemini-3-flash"
                  + ":streamGenerateContent");
      assertThat(asked.getFirst().header("Authorization")).hasValue("Bearer ya29.token");
      JsonObject fallback = Json.parseObject(asked.getLast().body());
      assertThat(fallback.without(Set.of("stream_options")))
          .isEqualTo(Json.parseObject("{\"model\":\"gpt-4o\"," + REST + "}"));
    }
  }

  @Test
  void streamThatIsRefusedAfterOutputIsOneStreamWithTheFallbacks() throws IOException {
    try (Stand stand = Stand.with(script(EXHAUSTED.after(8).of(STORY)), VertexTest::withFallback);
        Caller caller = stand.caller()) {
      Reply reply = caller.chat("{\"model\":\"gemini\",\"num_retries\":0," + REST + "}");

      assertThat(ClaudeTest.text(reply)).isEqualTo(STORY.fullText());
      assertThat(reply.text()).doesNotContain("\"error\"").endsWith("data: [DONE]\n\n");
    }
  }

  private static Script script(Fault first) {
    return Script.builder()
        .when(Match.model("gpt-4o"))
        .thenAlways(STORY)
        .otherwise()
        .first(first)
        .thenAlways(EXHAUSTED)
        .build();
  }

  private static GatewayConfigBuilder withFallback(GatewayConfigBuilder config, URI url) {
    Credential google =
        Credential.bearer(
            () -> new BearerToken(Secret.of("ya29.token"), Optional.empty()), TimeSource.system());
    return config
        .group(
            "gemini",
            Deployment.of("vertex_ai/gemini-3-flash")
                .withEndpoint(url.resolve("/v1/projects/p/locations/global"))
                .withCredential(google))
        .group("openai", Deployment.of("openai/gpt-4o").withEndpoint(url).withKey("sk-other"))
        .fallback("gemini", "openai");
  }
}
