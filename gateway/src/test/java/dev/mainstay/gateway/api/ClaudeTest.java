package dev.mainstay.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.ChatStream;
import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.config.GatewayConfigBuilder;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.model.Tool;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Claude behind the library and the gateway, over real sockets. */
@Timeout(60)
class ClaudeTest {
  private static final String MODEL = "anthropic/claude-opus-4-6";
  private static final Answer STORY =
      Answer.text("Once upon a time there was a king who had three sons.").continuing();
  private static final Fault BUSY = Fault.status(429).retryAfter(Duration.ofMillis(10));
  private static final String ASKS =
      "{\"model\":\"claude\",\"max_tokens\":2048,\"stream\":true,\"num_retries\":5,"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"Tell me a story.\"}]}";

  /** The case for which the project was begun. */
  @Test
  void streamIsAnsweredAlthoughClaudeIsBusyTwice() throws IOException {
    Script script = Script.builder().first(BUSY).then(BUSY).thenAlways(STORY).build();
    try (Simulator claude = Simulator.start(script);
        Mainstay mainstay =
            Mainstay.builder()
                .environment(
                    Map.of(
                        "ANTHROPIC_API_KEY",
                        "sk-ant-key",
                        "ANTHROPIC_BASE_URL",
                        claude.url().toString()))
                .retries(RetryPolicy.of(5))
                .build();
        ChatStream stream = mainstay.stream(MODEL, "Tell me a story.")) {
      stream.forEach(event -> {});

      assertThat(stream.response().text()).isEqualTo(STORY.fullText());
      assertThat(stream.metadata().retryCount()).isEqualTo(2);
      assertThat(claude.requests())
          .allSatisfy(asked -> assertThat(asked.path()).isEqualTo("/v1/messages"))
          .hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/messages", "/v1/chat/completions"})
  void streamThroughTheGatewayIsAnsweredAlthoughClaudeIsBusyTwice(String path) throws IOException {
    Script script = Script.builder().first(BUSY).then(BUSY).thenAlways(STORY).build();
    try (Stand stand = Stand.with(script, ClaudeTest::claude);
        Caller caller = stand.caller()) {
      Reply reply = caller.send("POST", path, ASKS.getBytes(UTF_8)).read();

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("x-litellm-attempted-retries")).isEqualTo("2");
      assertThat(text(reply)).isEqualTo(STORY.fullText());
    }
  }

  /** SEMANTICS 6.4: 4.6 refuses a prefill and is asked by anchor; the simulator refuses it too. */
  @ParameterizedTest
  @CsvSource({"anthropic/claude-opus-4-6, anchor", "anthropic/claude-sonnet-4-5, prefill"})
  void brokenStreamOfClaudeIsGoneOnWith(String model, String form) throws IOException {
    Script script =
        Script.builder().first(Fault.reset().after(9).of(STORY)).thenAlways(STORY).build();
    try (Stand stand = Stand.with(script, (config, url) -> claude(config, url, model));
        Caller caller = stand.caller()) {
      Reply reply = caller.send("POST", "/v1/messages", ASKS.getBytes(UTF_8)).read();

      assertThat(text(reply)).isEqualTo(STORY.fullText());
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
                    Deployment.of("anthropic/claude-sonnet-4-5")
                        .withEndpoint(claude.url())
                        .withKey("sk-ant-key"))
                .build()) {
      ChatResponse answer = answerOfThirdTurn(mainstay, "claude");

      assertThat(answer.text()).isEqualTo("Sunny.");
      assertThat(claude.requests().getLast().text())
          .contains("\"signature\":\"sig_simulated_1\"", "\"signature\":\"sig_simulated_2\"");
    }
  }

  /** The answer of {@code group}, which thinks and calls tools in two turns before. */
  static ChatResponse answerOfThirdTurn(Mainstay mainstay, String group) {
    ChatRequest request = question(group);
    ChatResponse answer = mainstay.chat(request);
    for (int turn = 0; turn < 2; turn++) {
      request = after(request, answer);
      try (ChatStream stream = mainstay.stream(request)) {
        stream.forEach(event -> {});
        answer = stream.response();
      }
    }
    return answer;
  }

  private static ChatRequest question(String group) {
    return ChatRequest.builder(group)
        .user("How is the weather?")
        .tool(Tool.function("weather", "tells it", "{\"type\":\"object\"}"))
        .field("reasoning_effort", new JsonString("low"))
        .build();
  }

  static ChatRequest after(ChatRequest request, ChatResponse answer) {
    JsonArray messages = request.json().array("messages").orElseThrow();
    List<JsonObject> all = new ArrayList<>(messages.objects().toList());
    all.add(answer.choice().message().json());
    answer.toolCalls().forEach(call -> all.add(Message.tool(call.id(), "18 degrees").json()));
    return new ChatRequest(request.json().with("messages", JsonArray.of(all)));
  }

  /** A fallback's call has no thoughts, which Claude on a budget would refuse to go on with. */
  @Test
  void callThatAFallbackMadeIsGoneOnWithByClaude() throws IOException {
    String body =
        "{\"model\":\"claude\",\"max_tokens\":4096,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024},"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"q\"},"
            + "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"f\",\"input\":{}}]},"
            + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"call_1\",\"content\":\"r\"}]}]}";
    try (Stand stand =
            Stand.with(
                Script.always(Answer.text("Hello")),
                (config, url) -> claude(config, url, "anthropic/claude-sonnet-4-5"));
        Caller caller = stand.caller()) {
      Reply reply =
          caller
              .send("POST", "/v1/messages", body.getBytes(UTF_8), "anthropic-beta", "beta-1,beta-2")
              .read();

      assertThat(reply.status()).isEqualTo(200);
      assertThat(stand.askedLast().path()).isEqualTo("/v1/messages");
      assertThat(stand.askedLast().text()).doesNotContain("thinking");
      assertThat(stand.askedLast().header("anthropic-beta")).hasValue("beta-1,beta-2");
    }
  }

  @Test
  void tokensAreClaudesOwnCount() throws IOException {
    try (Stand stand = Stand.with(Script.always(STORY), ClaudeTest::claude);
        Caller caller = stand.caller()) {
      Reply reply = caller.send("POST", "/v1/messages/count_tokens", ASKS.getBytes(UTF_8)).read();

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("x-mainstay-tokens-estimated")).isEmpty();
      assertThat(reply.json().number("input_tokens").orElse(0)).isGreaterThan(10);
      assertThat(stand.askedLast().path()).isEqualTo("/v1/messages/count_tokens");
    }
  }

  @Test
  void fallbackInMidConversationGetsNothingThatItWouldRefuse() throws IOException {
    String body =
        "{\"model\":\"claude\",\"max_tokens\":99,\"messages\":["
            + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"q\",\"cache_control\":{\"type\":\"ephemeral\"}}]},"
            + "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"sig_simulated_1\"},"
            + "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}]},"
            + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":\"r\",\"is_error\":false}]}]}";
    Script script =
        Script.builder().first(Fault.status(401)).thenAlways(Answer.text("Hello")).build();
    try (Stand stand = Stand.with(script, ClaudeTest::claude);
        Caller caller = stand.caller()) {
      Reply reply = caller.send("POST", "/v1/messages", body.getBytes(UTF_8)).read();

      assertThat(reply.status()).isEqualTo(200);
      assertThat(stand.askedLast().path()).isEqualTo("/v1/chat/completions");
      assertThat(stand.askedLast().text())
          .doesNotContain("thinking_blocks", "cache_control", "is_error", "signature")
          .contains("\"tool_call_id\":\"t\"");
    }
  }

  private static GatewayConfigBuilder claude(GatewayConfigBuilder config, URI url) {
    return claude(config, url, MODEL);
  }

  private static GatewayConfigBuilder claude(GatewayConfigBuilder config, URI url, String model) {
    return config
        .group("claude", Deployment.of(model).withEndpoint(url).withKey(Stand.PROVIDER_KEY))
        .fallback("claude", "backup")
        .policies(all -> all.withBackoff(Backoff.defaults().withBaseDelay(Duration.ofMillis(2))));
  }

  static String text(Reply reply) {
    StringBuilder text = new StringBuilder();
    reply
        .text()
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> Json.parseObject(line.substring(6)))
        .forEach(event -> text.append(piece(event)));
    return text.toString();
  }

  private static String piece(JsonObject event) {
    return event
        .object("delta")
        .flatMap(delta -> delta.text("text"))
        .or(() ->
            event
                .array("choices")
                .flatMap(choices -> choices.objects().findFirst())
                .flatMap(choice -> choice.object("delta"))
                .flatMap(delta -> delta.text("content")))
        .orElse("");
  }
}
