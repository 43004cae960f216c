package dev.mainstay.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bedrock behind the library and the gateway, over real sockets. */
@Timeout(60)
class BedrockTest {
  private static final String MODEL = "bedrock/us.anthropic.claude-opus-4-6-v1";
  private static final Answer STORY =
      Answer.text("Once upon a time there was a king who had three sons.").continuing();
  private static final ErrorBody THROTTLED = ErrorBody.ofStatus(429);
  private static final String ASKS =
      "{\"model\":\"claude\",\"max_tokens\":2048,\"stream\":true,\"num_retries\":5,"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"Tell me a story.\"}]}";

  @Test
  void streamIsAnsweredAlthoughBedrockThrottlesBeforeItAndAsItsFirstEvent() throws IOException {
    Script script =
        Script.builder()
            .first(Fault.status(429))
            .then(Fault.error(THROTTLED))
            .thenAlways(STORY)
            .build();
    try (Simulator bedrock = Simulator.start(script);
        Mainstay mainstay =
            Mainstay.builder()
                .environment(
                    Map.of(
                        "AWS_BEARER_TOKEN_BEDROCK",
                        "bedrock-key-0123",
                        "AWS_BEDROCK_RUNTIME_ENDPOINT",
                        bedrock.url().toString()))
                .backoff(Backoff.defaults().withBaseDelay(Duration.ofMillis(2)))
                .retries(RetryPolicy.of(5))
                .build();
        ChatStream stream = mainstay.stream(MODEL, "Tell me a story.")) {
      stream.forEach(event -> {});

      assertThat(stream.response().text()).isEqualTo(STORY.fullText());
      assertThat(stream.metadata().retryCount()).isEqualTo(2);
      assertThat(bedrock.requests())
          .allSatisfy(asked ->
              assertThat(asked.path())
                  .endsWith("/model/us.anthropic.claude-opus-4-6-v1/converse-stream"))
          .allSatisfy(asked -> assertThat(asked.apiKey()).isEqualTo("bedrock-key-0123"))
          .hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/messages", "/v1/chat/completions"})
  void fallbackAnswersWhereBedrockThrottlesAsTheFirstEvent(String path) throws IOException {
    Script script = Script.builder().first(Fault.error(THROTTLED)).thenAlways(STORY).build();
    String once = ASKS.replace("\"num_retries\":5", "\"num_retries\":0");
    try (Stand stand = Stand.with(script, BedrockTest::bedrock);
        Caller caller = stand.caller()) {
      Reply reply = caller.send("POST", path, once.getBytes(UTF_8)).read();

      assertThat(reply.status()).isEqualTo(200);
      assertThat(ClaudeTest.text(reply)).isEqualTo(STORY.fullText());
      assertThat(stand.askedLast().path()).isEqualTo("/v1/chat/completions");
      assertThat(stand.askedLast().text()).contains("Tell me a story.");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bedrock/us.anthropic.claude-opus-4-6-v1, anchor",
    "bedrock/us.amazon.nova-pro-v1:0, anchor",
    "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0, prefill"
  })
  void streamThatIsThrottledAfterOutputIsGoneOnWith(String model, String form) throws IOException {
    Script script =
        Script.builder().first(Fault.error(THROTTLED).after(9).of(STORY)).thenAlways(STORY).build();
    try (Stand stand = Stand.with(script, (config, url) -> bedrock(config, url, model));
        Caller caller = stand.caller()) {
      Reply reply = caller.send("POST", "/v1/messages", ASKS.getBytes(UTF_8)).read();

      assertThat(ClaudeTest.text(reply)).isEqualTo(STORY.fullText());
      assertThat(reply.text()).contains("recovered=").contains("/" + form + "/");
    }
  }

  /** The simulator refuses a thought whose signature it cannot have made. */
  @Test
  void thoughtsAreGivenBackWithTheirSignaturesOverThreeTurns() throws IOException {
    Answer thinking = Answer.calling("weather", "{\"city\":\"Paris\"}").reasoning("I ", "look.");
    Script script =
        Script.builder().first(thinking).then(thinking).thenAlways(Answer.text("Sunny.")).build();
    try (Simulator claude = Simulator.start(script);
        Mainstay mainstay =
            Mainstay.builder()
                .group(
                    "claude",
                    Deployment.of("bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0")
                        .withEndpoint(claude.url())
                        .withKey("bedrock-key"))
                .build()) {
      ChatResponse answer = ClaudeTest.answerOfThirdTurn(mainstay, "claude");

      assertThat(answer.text()).isEqualTo("Sunny.");
      assertThat(claude.requests().getLast().text())
          .contains("\"signature\":\"sig_simulated_1\"", "\"signature\":\"sig_simulated_2\"");
    }
  }

  /** The same signatures hold at Anthropic and at Bedrock. */
  @Test
  void conversationGoesOnAtBedrockWhereAnthropicBeganIt() throws IOException {
    String body =
        "{\"model\":\"claude\",\"max_tokens\":99,\"messages\":["
            + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"q\",\"cache_control\":{\"type\":\"ephemeral\"}}]},"
            + "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"sig_simulated_1\"},"
            + "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}]},"
            + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":\"r\",\"is_error\":false}]}]}";
    try (Stand stand = Stand.with(Script.always(Answer.text("Hello")), BedrockTest::bedrock);
        Caller caller = stand.caller()) {
      Reply reply =
          caller
              .send("POST", "/v1/messages", body.getBytes(UTF_8), "anthropic-beta", "beta-1")
              .read();

      assertThat(reply.status()).isEqualTo(200);
      assertThat(stand.askedLast().path()).endsWith("/converse");
      assertThat(stand.askedLast().text())
          .contains("\"signature\":\"sig_simulated_1\"", "cachePoint", "toolConfig")
          .doesNotContain("cache_control", "beta-1");
    }
  }

  private static GatewayConfigBuilder bedrock(GatewayConfigBuilder config, URI url) {
    return bedrock(config, url, MODEL);
  }

  private static GatewayConfigBuilder bedrock(GatewayConfigBuilder config, URI url, String model) {
    return config
        .group("claude", Deployment.of(model).withEndpoint(url).withKey(Stand.PROVIDER_KEY))
        .fallback("claude", "backup")
        .policies(all -> all.withBackoff(Backoff.defaults().withBaseDelay(Duration.ofMillis(2))));
  }
}
