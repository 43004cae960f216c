package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mainstay.gateway.Gateway;
import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.json.Json;
import dev.mainstay.policy.Backoff;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.provider.TokenPrices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEMANTICS 7.1: {@code /v1/embeddings}. */
@Timeout(30)
class EmbeddingsTest {
  private static final String ASKED = "{\"model\":\"embed\",\"input\":\"a\"}";
  private static final String ANSWER =
      "{\"object\":\"list\",\"data\":[{\"index\":0,\"embedding\":[0.5]}],\"model\":\"e\","
          + "\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}";

  private final Deque<Integer> statuses = new ArrayDeque<>();
  private final List<String> heard = new ArrayList<>();
  private volatile UnaryOperator<String> answering = asked -> ANSWER;
  private HttpServer provider;
  private Gateway gateway;

  @BeforeEach
  void start() throws IOException {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext("/", this::answer);
    provider.start();
    URI url = URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/v1");
    Deployment deployment =
        Deployment.of("openai/e")
            .withEndpoint(url)
            .withKey("sk-0123456789")
            .withInfo(ModelInfo.unknown().withPrices(TokenPrices.of(1, 1)));
    GatewayConfig config =
        GatewayConfig.builder()
            .host("127.0.0.1")
            .port(0)
            .group("embed", deployment)
            .policies(
                all -> all.withBackoff(Backoff.defaults().withBaseDelay(Duration.ofMillis(2))))
            .build();
    gateway = Gateway.start(config, event -> {});
  }

  @AfterEach
  void stop() {
    gateway.close();
    provider.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    heard.add(exchange.getRequestURI() + " " + body);
    int status = statuses.isEmpty() ? 200 : statuses.poll();
    byte[] answer =
        (status == 200 ? answering.apply(body) : "{\"error\":{\"message\":\"no\"}}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @ParameterizedTest
  @CsvSource({"/v1/embeddings", "/embeddings"})
  void providersAnswerGoesOutAsItCameWithTheStoryInHeaders(String path) throws IOException {
    Reply reply = post(path, ASKED);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo(ANSWER);
    assertThat(reply.header("x-mainstay-deployment")).isEqualTo("openai/e");
    assertThat(heard).containsExactly("/v1/embeddings {\"model\":\"e\",\"input\":\"a\"}");
  }

  @Test
  void failuresAreTriedAgain() throws IOException {
    statuses.addAll(List.of(429, 503));

    Reply reply = post("/v1/embeddings", ASKED);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("x-mainstay-attempts")).isEqualTo("3");
  }

  /** The headers tell of all parts: attempts, retries and cost. */
  @Test
  void storyOfARequestInPartsIsThatOfAllParts() throws IOException {
    answering = EmbeddingsTest::oneForEach;
    statuses.addAll(List.of(200, 503));

    Reply reply = post("/v1/embeddings", many());

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("x-mainstay-attempts")).isEqualTo("3");
    assertThat(reply.header("x-mainstay-retries")).isEqualTo("1");
    assertThat(reply.header("x-mainstay-cost")).isEqualTo("2049");
  }

  @Test
  void errorBehindTheFirstPartTellsOfThatToo() throws IOException {
    answering = EmbeddingsTest::oneForEach;
    statuses.addAll(List.of(200, 400));

    Reply reply = post("/v1/embeddings", many());

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.header("x-mainstay-attempts")).isEqualTo("2");
    assertThat(reply.header("x-mainstay-retries")).isEqualTo("0");
    assertThat(reply.header("x-mainstay-cost")).isEqualTo("2048");
  }

  // One more than OpenAI takes at once.
  private static String many() {
    return "{\"model\":\"embed\",\"input\":["
        + String.join(",", Collections.nCopies(2049, "\"a\""))
        + "]}";
  }

  private static String oneForEach(String body) {
    int inputs = Json.parseObject(body).array("input").orElseThrow().size();
    return "{\"object\":\"list\",\"data\":["
        + IntStream.range(0, inputs)
            .mapToObj(index -> "{\"index\":" + index + ",\"embedding\":[0.5]}")
            .collect(Collectors.joining(","))
        + String.format(
            Locale.ROOT,
            "],\"model\":\"e\",\"usage\":{\"prompt_tokens\":%1$d,\"total_tokens\":%1$d}}",
            inputs);
  }

  @Test
  void retriesOfTheRequestAreTheCallers() throws IOException {
    statuses.add(503);

    Reply reply = post("/v1/embeddings", "{\"model\":\"embed\",\"input\":\"a\",\"num_retries\":0}");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(heard).hasSize(1);
  }

  @Test
  void base64IsGivenWhereItIsAskedForThoughTheServerDoesNotKnowIt() throws IOException {
    Reply reply =
        post(
            "/v1/embeddings",
            "{\"model\":\"embed\",\"input\":[\"a\"],\"encoding_format\":\"base64\"}");

    assertThat(reply.text()).contains("\"embedding\":\"AAAAPw==\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"input\":\"a\"}                                            | model",
        "{\"model\":\"embed\"}                                        | input",
        "{\"model\":\"embed\",\"input\":[]}                           | input",
        "{\"model\":\"embed\",\"input\":[\"a\",\"\"]}                 | input",
        "{\"model\":\"embed\",\"input\":{\"text\":1}}                 | input",
        "{\"model\":\"embed\",\"input\":\"a\",\"encoding_format\":\"x\"} | encoding_format",
      })
  void mistakeIsNamedBeforeAnybodyIsAsked(String body, String param) throws IOException {
    Reply reply = post("/v1/embeddings", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().object("error").orElseThrow().text("param")).contains(param);
    assertThat(heard).isEmpty();
  }

  private Reply post(String path, String body) throws IOException {
    try (Caller caller = new Caller(gateway.port())) {
      return caller.send("POST", path, body.getBytes(StandardCharsets.UTF_8)).read();
    }
  }
}
