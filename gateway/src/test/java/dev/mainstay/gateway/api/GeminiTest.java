package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.exchange.ReceivedRequest;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Match;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gemini behind the library and the gateway, over real sockets, with OpenAI as its fallback. */
@Timeout(60)
class GeminiTest {
  private static final String MODEL = "gemini/gemini-3-flash-preview";
  private static final Answer STORY =
      Answer.text("Once upon a time there was a king who had three sons.").continuing();
  private static final Fault.Interrupted EXHAUSTED = Fault.error(ErrorBody.ofStatus(429));
  private static final String MESSAGES =
      "[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":"
          + "[{\"type\":\"text\", \"text\":\"Tell me a st\\u00f6ry.\"}]}]";
  private static final String REST =
      "\"stream\":true,\"temperature\":0.50,\"messages\":" + MESSAGES;

  /**
   * The case for which the project was begun: the fallback's stream, asked for as the caller did.
   */
  @ParameterizedTest
  @CsvSource({"gemini/gemini-3-flash-preview, 2", "vertex_ai/gemini-3-flash, 0"})
  void streamThatIsRefusedInItsFirstEventIsAnsweredByTheFallback(String model, int retries)
      throws IOException {
    Script script =
        Script.builder()
            .when(Match.model("gpt-4o"))
            .thenAlways(STORY)
            .otherwise()
            .thenAlways(EXHAUSTED)
            .build();
    try (Stand stand = Stand.with(script, (config, url) -> withFallback(config, url, model));
        Caller caller = stand.caller()) {
      Reply reply =
          caller.chat("{\"model\":\"gemini\",\"num_retries\":" + retries + "," + REST + "}");

      assertThat(reply.status()).isEqualTo(200);
      assertThat(ClaudeTest.text(reply)).isEqualTo(STORY.fullText());
      assertThat(reply.text()).doesNotContain("\"error\"").endsWith("data: [DONE]\n\n");
      assertThat(reply.header("x-litellm-attempted-fallbacks")).isEqualTo("1");
      List<ReceivedRequest> asked = stand.asked(retries + 2);
      assertThat(asked.subList(0, retries + 1))
          .allMatch(request -> request.path().endsWith(":streamGenerateContent"));
      assertThat(asked.getLast().path()).isEqualTo("/v1/chat/completions");
      JsonObject fallback = Json.parseObject(asked.getLast().body());
      assertThat(fallback.without(Set.of("stream_options")))
          .isEqualTo(Json.parseObject("{\"model\":\"gpt-4o\"," + REST + "}"));
      assertThat(asked.getLast().text()).contains("\"messages\":" + MESSAGES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {MODEL, "vertex_ai/gemini-3-flash"})
  void streamThatIsRefusedAfterOutputIsOneStreamWithTheFallbacks(String model) throws IOException {
    Script script =
        Script.builder()
            .when(Match.model("gpt-4o"))
            .thenAlways(STORY)
            .otherwise()
            .first(EXHAUSTED.after(8).of(STORY))
            .thenAlways(EXHAUSTED)
            .build();
    try (Stand stand = Stand.with(script, (config, url) -> withFallback(config, url, model));
        Caller caller = stand.caller()) {
      Reply reply = caller.chat("{\"model\":\"gemini\",\"num_retries\":0," + REST + "}");

      assertThat(ClaudeTest.text(reply)).isEqualTo(STORY.fullText());
      List<JsonObject> chunks = chunks(reply);
      assertThat(chunks.stream().map(chunk -> chunk.text("id").orElseThrow()).distinct())
          .hasSize(1);
      assertThat(chunks.stream().flatMap(chunk -> finishReasons(chunk).stream()))
          .containsExactly("stop");
      assertThat(reply.text()).doesNotContain("\"error\"").endsWith("data: [DONE]\n\n");
      String asked = stand.asked(2).getLast().text();
      assertThat(asked)
          .contains(
              MESSAGES.substring(0, MESSAGES.length() - 1),
              "marks.\\n\\nOnce upon a time there was a king");
    }
  }

  @Test
  void streamIsAnsweredAlthoughGeminiIsExhaustedBeforeItAndInItsFirstEvent() throws IOException {
    Fault soon = Fault.status(429).retryAfter(Duration.ofMillis(10));
    Script script = Script.builder().first(soon).then(EXHAUSTED).thenAlways(STORY).build();
    try (Simulator gemini = Simulator.start(script);
        Mainstay mainstay =
            Mainstay.builder()
                .group("gemini", SimulatedWire.deployment(MODEL, gemini.url()).withKey("AIza-key"))
                .backoff(Backoff.defaults().withBaseDelay(Duration.ofMillis(2)))
                .retries(RetryPolicy.of(5))
                .build();
        ChatStream stream = mainstay.stream("gemini", "Tell me a story.")) {
      stream.forEach(event -> {});

      assertThat(stream.response().text()).isEqualTo(STORY.fullText());
      assertThat(stream.metadata().retryCount()).isEqualTo(2);
      assertThat(gemini.requests())
          .allSatisfy(asked -> assertThat(asked.apiKey()).isEqualTo("AIza-key"))
          .hasSize(3);
    }
  }

  /** The simulator refuses a signature it cannot have made, and a call of this turn without any. */
  @Test
  void thoughtsAreGivenBackWithTheirSignaturesOverThreeTurns() throws IOException {
    Answer thinking =
        Answer.calling("weather", "{\"city\":\"Paris\"}")
            .andCalling("weather", "{\"city\":\"Rome\"}")
            .reasoning("I ", "look.");
    Script script =
        Script.builder().first(thinking).then(thinking).thenAlways(Answer.text("Sunny.")).build();
    try (Simulator gemini = Simulator.start(script);
        Mainstay mainstay =
            Mainstay.builder()
                .group("gemini", SimulatedWire.deployment(MODEL, gemini.url()).withKey("AIza-key"))
                .build()) {
      ChatResponse answer = ClaudeTest.answerOfThirdTurn(mainstay, "gemini");

      assertThat(answer.text()).isEqualTo("Sunny.");
      assertThat(gemini.requests().getLast().text())
          .contains("\"thoughtSignature\":\"c2lnX3NpbXVsYXRlZF8x\"")
          .contains("\"thoughtSignature\":\"c2lnX3NpbXVsYXRlZF8y\"");
    }
  }

  private static List<JsonObject> chunks(Reply reply) {
    return reply.lines().stream()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> Json.parseObject(line.substring(6)))
        .toList();
  }

  private static List<String> finishReasons(JsonObject chunk) {
    return chunk
        .array("choices")
        .orElseThrow()
        .objects()
        .flatMap(choice -> choice.text("finish_reason").stream())
        .toList();
  }

  private static GatewayConfigBuilder withFallback(
      GatewayConfigBuilder config, URI url, String model) {
    return config
        .group("gemini", SimulatedWire.deployment(model, url).withKey(Stand.PROVIDER_KEY))
        .group("openai", Deployment.of("openai/gpt-4o").withEndpoint(url).withKey("sk-other"))
        .fallback("gemini", "openai")
        .policies(all -> all.withBackoff(Backoff.defaults().withBaseDelay(Duration.ofMillis(2))));
  }
}
