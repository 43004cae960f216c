package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.policy.Backoff;
import dev.mainstay.provider.Deployment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 7.1: {@code /v1/completions}. */
@Timeout(30)
@Execution(ExecutionMode.CONCURRENT)
class CompletionsTest {
  private static final String ASKED = "{\"model\":\"text\",\"prompt\":\"Once upon\"}";
  private static final String STREAMED =
      "{\"model\":\"text\",\"prompt\":\"Once upon\",\"stream\":true,\"max_tokens\":900}";
  private static final String WHOLE =
      "{\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"model\":\"m\","
          + "\"choices\":[{\"text\":\" a time\",\"index\":0,\"logprobs\":null,"
          + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":3,"
          + "\"total_tokens\":5}}";

  private static final String DONE = "data: [DONE]\n\n";

  /** What the provider does with one request; a stream without a finish reason is broken off. */
  private record Answer(int status, String body) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<JsonObject> heard = new ArrayList<>();
  private final List<String> paths = new ArrayList<>();
  private HttpServer provider;
  private Gateway gateway;

  @BeforeEach
  void start() throws IOException {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext("/", this::answer);
    provider.start();
    URI url = URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/v1");
    GatewayConfig config =
        GatewayConfig.builder()
            .host("127.0.0.1")
            .port(0)
            .group("text", deployment("openai/m", url))
            .group("claude", deployment("anthropic/c", url))
            .group("groq", deployment("groq/g", url))
            .group(
                "mixed", deployment("anthropic/c", url).withOrder(1), deployment("openai/m", url))
            .policies(
                all -> all.withBackoff(Backoff.defaults().withBaseDelay(Duration.ofMillis(2))))
            .build();
    gateway = Gateway.start(config, event -> {});
  }

  private static Deployment deployment(String model, URI url) {
    return Deployment.of(model).withEndpoint(url).withKey("sk-0123456789");
  }

  @AfterEach
  void stop() {
    gateway.close();
    provider.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    heard.add(Json.parseObject(exchange.getRequestBody().readAllBytes()));
    paths.add(exchange.getRequestURI().toString());
    Answer answer = answers.isEmpty() ? new Answer(200, WHOLE) : answers.poll();
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set(
            "content-type",
            answer.body().startsWith("data:") ? "text/event-stream" : "application/json");
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/completions", "/completions"})
  void textIsAskedForAndGivenAsTheProviderTellsIt(String path) throws IOException {
    Reply reply = post(path, ASKED);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json()).isEqualTo(Json.parseObject(WHOLE.getBytes(StandardCharsets.UTF_8)));
    assertThat(reply.header("x-mainstay-deployment")).isEqualTo("openai/m");
    assertThat(paths).containsExactly("/v1/completions");
    assertThat(heard.getFirst().toString()).isEqualTo("{\"model\":\"m\",\"prompt\":\"Once upon\"}");
  }

  @Test
  void failuresAreTriedAgain() throws IOException {
    answers.add(new Answer(503, "{}"));

    assertThat(post("/v1/completions", ASKED).header("x-mainstay-attempts")).isEqualTo("2");
  }

  @Test
  void streamComesAsTexts() throws IOException {
    answers.add(new Answer(200, event(" a", "null") + event(" time", "\"stop\"") + DONE));

    Reply reply = post("/v1/completions", STREAMED);

    assertThat(reply.text())
        .startsWith(event(" a", "null"))
        .contains("\"finish_reason\":\"stop\"")
        .doesNotContain("delta")
        .endsWith(DONE);
    assertThat(texts(reply)).isEqualTo(" a time");
    assertThat(heard.getFirst().object("stream_options").orElseThrow().toString())
        .isEqualTo("{\"include_usage\":true}");
  }

  @Test
  void streamThatBreaksGoesOnWithThePromptAndTheTextSoFar() throws IOException {
    answers.add(new Answer(200, event(" a time", "null") + event(" there", "null")));
    answers.add(new Answer(200, event(" was", "null") + event(" one.", "\"stop\"") + DONE));

    Reply reply = post("/v1/completions", STREAMED);

    assertThat(texts(reply)).isEqualTo(" a time there was one.");
    assertThat(reply.text()).endsWith(DONE);
    assertThat(heard.get(1).text("prompt")).contains("Once upon a time there");
    assertThat(heard.get(1).number("max_tokens").orElseThrow()).isLessThan(900);
    assertThat(heard.get(1).has("messages")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"prompt\":[1,2]", "\"prompt\":\"a\",\"echo\":true", "\"prompt\":[\"a\",\"b\"]"})
  void streamThatCannotBeGoneOnWithEndsInAnError(String prompt) throws IOException {
    answers.add(new Answer(200, event(" a time there", "null")));

    String body = "{\"model\":\"text\",\"stream\":true," + prompt + "}";
    Reply reply;
    try (Caller caller = new Caller(gateway.port())) {
      reply = sent(caller, "/v1/completions", body).readBrokenOff();
    }

    assertThat(reply.text()).contains("\"error\"").doesNotContain("[DONE]");
    assertThat(heard).hasSize(1);
  }

  /** As of a chat model that thinks in parts. */
  @Test
  void answerInPartsIsTheirText() throws IOException {
    String parts = "[{\"type\":\"thinking\",\"thinking\":[]},{\"type\":\"text\",\"text\":\"x\"}]";
    answers.add(
        new Answer(
            200,
            "{\"choices\":[{\"text\":" + parts + ",\"index\":0,\"finish_reason\":\"stop\"}]}"));

    Reply reply = post("/v1/completions", "{\"model\":\"text\",\"prompt\":\"a\"}");

    JsonObject choice = reply.json().array("choices").orElseThrow().objects().toList().getFirst();
    assertThat(choice.get("text")).hasValue(new JsonString("x"));
  }

  @Test
  void eachOfSeveralPromptsHasItsChoices() throws IOException {
    String one = "{\"text\":\"x\",\"index\":0,\"finish_reason\":\"stop\"}";
    answers.add(new Answer(200, "{\"choices\":[" + one + "," + one.replace(":0", ":1") + "]}"));

    Reply reply = post("/v1/completions", "{\"model\":\"text\",\"prompt\":[\"a\",\"b\"]}");

    assertThat(reply.json().array("choices").orElseThrow().size()).isEqualTo(2);
    assertThat(heard.getFirst().get("prompt").orElseThrow().toString()).isEqualTo("[\"a\",\"b\"]");
    assertThat(heard.getFirst().number("n").orElse(1)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"claude, anthropic", "groq, groq"})
  void whoHasNoTextCompletionsIsNotAsked(String group, String provider) throws IOException {
    Reply reply = post("/v1/completions", ASKED.replace("text", group));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).contains(provider + " cannot be asked for text completions");
    assertThat(heard).isEmpty();
  }

  @Test
  void whoHasNoTextCompletionsIsPassedBy() throws IOException {
    assertThat(post("/v1/completions", ASKED.replace("text", "mixed")).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"prompt\":\"a\"}                                   | model",
        "{\"model\":\"text\"}                                 | prompt",
        "{\"model\":\"text\",\"prompt\":[]}                   | prompt",
        "{\"model\":\"text\",\"prompt\":{\"a\":1}}            | prompt",
        "{\"model\":\"text\",\"prompt\":[[]]}                 | prompt",
        "{\"model\":\"text\",\"prompt\":\"a\",\"stream\":\"x\"} | stream",
      })
  void mistakeIsNamedBeforeAnybodyIsAsked(String body, String param) throws IOException {
    Reply reply = post("/v1/completions", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().object("error").orElseThrow().text("param")).contains(param);
    assertThat(heard).isEmpty();
  }

  private static String event(String text, String finish) {
    return "data: {\"id\":\"c\",\"object\":\"text_completion\",\"choices\":[{\"text\":\""
        + text
        + "\",\"index\":0,\"logprobs\":null,\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  private static String texts(Reply reply) {
    StringBuilder texts = new StringBuilder();
    reply
        .text()
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> Json.parseObject(line.substring(6).getBytes(StandardCharsets.UTF_8)))
        .flatMap(json -> json.array("choices").orElseThrow().objects())
        .forEach(choice -> texts.append(choice.text("text").orElseThrow()));
    return texts.toString();
  }

  private Reply post(String path, String body) throws IOException {
    try (Caller caller = new Caller(gateway.port())) {
      return sent(caller, path, body).read();
    }
  }

  private static Caller sent(Caller caller, String path, String body) throws IOException {
    return caller.send("POST", path, body.getBytes(StandardCharsets.UTF_8));
  }
}
