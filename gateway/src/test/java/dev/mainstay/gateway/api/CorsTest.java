package dev.mainstay.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.front.GatewayFront;
import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.provider.Secret;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.transport.Headers.Field;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts of websites may call where {@code cors_allow_origins} lets them, as browsers ask. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class CorsTest {
  private static final String APP = "https://app.example.com";
  private static final String OTHER = "https://evil.example.com";
  private static final String KEY = "sk-gateway-9876543210";
  private static final Script HELLO = Script.always(Answer.text("Hi"));
  private static final List<String> PATHS =
      List.of(
          "/v1/chat/completions",
          "/chat/completions",
          "/v1/messages",
          "/v1/messages/count_tokens",
          "/v1/models",
          "/v1/models/chat",
          "/health/readiness",
          "/health/deployments",
          "/nothing/here");

  @Test
  void websiteThatMayCallIsToldSoOnEveryPathWithoutAKey() throws IOException {
    try (Stand stand = standFor(APP);
        Caller caller = stand.caller()) {
      for (String path : PATHS) {
        Reply reply = preflight(caller, path, APP);

        assertThat(reply.status()).as(path).isEqualTo(204);
        assertThat(cors(reply))
            .as(path)
            .containsExactly(
                "access-control-allow-methods: GET, POST",
                "access-control-allow-headers: authorization, content-type, anthropic-version,"
                    + " x-stainless-lang",
                "access-control-max-age: 7200",
                "access-control-allow-origin: " + APP);
        assertThat(reply.headers().all("vary"))
            .containsExactly("Access-Control-Request-Headers", "Origin");
      }
      assertThat(stand.provider().requestCount()).isZero();
    }
  }

  @Test
  void whatNoHeaderNameCanBeIsNotAllowed() throws IOException {
    try (Stand stand = standFor(APP);
        Caller caller = stand.caller()) {
      Reply reply =
          caller
              .send(
                  "OPTIONS",
                  "/v1/models",
                  new byte[0],
                  "Origin",
                  APP,
                  "Access-Control-Request-Method",
                  "GET",
                  "Access-Control-Request-Headers",
                  "x-one, x two, (, x-\u00e9,, x-three")
              .read();

      assertThat(reply.header("access-control-allow-headers")).isEqualTo("x-one, x-three");
    }
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of("POST", "/v1/chat/completions", Stand.PLAIN, KEY, 200),
        Arguments.of("POST", "/v1/chat/completions", Stand.STREAM, KEY, 200),
        Arguments.of("POST", "/v1/messages", "{\"max_tokens\":9," + tail(Stand.PLAIN), KEY, 200),
        Arguments.of("GET", "/v1/models", "", KEY, 200),
        Arguments.of("GET", "/health/liveliness", "", KEY, 200),
        Arguments.of("POST", "/v1/chat/completions", "{", KEY, 400),
        Arguments.of("POST", "/v1/chat/completions", Stand.PLAIN, "sk-wrong", 401),
        Arguments.of("GET", "/v1/nothing", "", KEY, 404),
        Arguments.of("GET", "/v1/chat/completions", "", KEY, 405),
        Arguments.of("POST", "/v1/chat/completions", " ".repeat(5000), KEY, 413));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void everyAnswerAndEveryErrorMayBeReadByTheWebsiteWithItsHeaders(
      String method, String path, String body, String key, int status) throws IOException {
    try (Stand stand = standFor(APP);
        Caller caller = stand.caller()) {
      Reply reply = ask(caller, method, path, body, key, APP);

      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.headers().all("access-control-allow-origin")).containsExactly(APP);
      assertThat(reply.headers().all("vary")).containsExactly("Origin");
      assertThat(reply.header("access-control-expose-headers").split(", "))
          .contains("x-request-id")
          .containsExactlyInAnyOrderElementsOf(ownNames(reply));
      assertThat(reply.headers().first("access-control-allow-credentials")).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void otherWebsitesAreToldNothing(String method, String path, String body, String key, int status)
      throws IOException {
    try (Stand stand = standFor(APP);
        Caller caller = stand.caller()) {
      Reply reply = ask(caller, method, path, body, key, OTHER);

      assertThat(reply.status()).isEqualTo(status);
      assertThat(cors(reply)).isEmpty();
      assertThat(reply.headers().all("vary")).containsExactly("Origin");
    }
  }

  @Test
  void otherWebsitesPreflightIsNoAnswer() throws IOException {
    try (Stand stand = standFor(APP);
        Caller caller = stand.caller()) {
      Reply reply = preflight(caller, "/v1/chat/completions", OTHER);

      assertThat(reply.status()).isEqualTo(401);
      assertThat(cors(reply)).isEmpty();
    }
  }

  @Test
  void withoutTheSettingNoAnswerSaysAWordOfIt() throws IOException {
    try (Stand stand = Stand.of(HELLO);
        Caller caller = stand.caller()) {
      Reply preflight = preflight(caller, "/v1/chat/completions", APP);
      Reply answer = ask(caller, "POST", "/v1/chat/completions", Stand.PLAIN, KEY, APP);

      assertThat(preflight.status()).isEqualTo(405);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(cors(preflight)).isEmpty();
      assertThat(cors(answer)).isEmpty();
      assertThat(answer.headers().first("vary")).isEmpty();
    }
  }

  @Test
  void asteriskIsForEveryWebsite() throws IOException {
    try (Stand stand = standFor("*");
        Caller caller = stand.caller()) {
      Reply preflight = preflight(caller, "/v1/messages", OTHER);
      Reply answer = ask(caller, "POST", "/v1/chat/completions", Stand.STREAM, KEY, "null");

      assertThat(preflight.status()).isEqualTo(204);
      assertThat(preflight.header("access-control-allow-origin")).isEqualTo("*");
      assertThat(answer.header("access-control-allow-origin")).isEqualTo("*");
      assertThat(answer.headers().first("vary")).isEmpty();
    }
  }

  @Test
  void streamThatFailsMayBeRead() throws IOException {
    Script fails = Script.always(Fault.reset().after(1).of(Answer.pieces("One", " two")));
    try (Stand stand = Stand.of(fails, config -> config.front(front(APP)));
        Caller caller = stand.caller()) {
      caller.sendChat(Stand.STREAM, "x-litellm-num-retries", "0", "Origin", APP);
      Reply reply = caller.readBrokenOff();

      assertThat(reply.header("access-control-allow-origin")).isEqualTo(APP);
      assertThat(reply.lines()).anyMatch(line -> line.startsWith("data: {\"error\""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTPS://App.Example.com", "https://app.example.com:443"})
  void originIsMeantHoweverItIsWritten(String written) {
    assertThat(front(written).corsOrigins()).containsExactly(APP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app.example.com", "https://app.example.com/", "https://*.example.com", "", "**"})
  void whatIsNotAnOriginIsRefused(String written) {
    assertThatThrownBy(() -> front(written))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + written + "' is not an origin");
  }

  private static Stand standFor(String origin) throws IOException {
    return Stand.of(
        HELLO,
        config ->
            config
                .masterKey(Secret.of(KEY))
                .limits(GatewayLimits.defaults().withMaxBodyBytes(4096))
                .front(front(origin)));
  }

  private static GatewayFront front(String origin) {
    return GatewayFront.defaults().withCorsOrigins(origin);
  }

  private static Reply preflight(Caller caller, String path, String origin) throws IOException {
    return caller
        .send(
            "OPTIONS",
            path,
            new byte[0],
            "Origin",
            origin,
            "Access-Control-Request-Method",
            "POST",
            "Access-Control-Request-Headers",
            "authorization,content-type,anthropic-version,x-stainless-lang")
        .read();
  }

  private static Reply ask(
      Caller caller, String method, String path, String body, String key, String origin)
      throws IOException {
    return caller
        .send(
            method, path, body.getBytes(UTF_8), "Origin", origin, "Authorization", "Bearer " + key)
        .read();
  }

  private static String tail(String json) {
    return json.substring(1);
  }

  private static List<String> cors(Reply reply) {
    return reply.headers().entries().stream()
        .filter(header -> lower(header).startsWith("access-control-"))
        .map(header -> lower(header) + ": " + header.value())
        .toList();
  }

  // What the gateway says beyond what HTTP itself needs, and scripts may not read unasked.
  private static List<String> ownNames(Reply reply) {
    List<String> plain =
        List.of(
            "content-type",
            "content-length",
            "transfer-encoding",
            "connection",
            "date",
            "cache-control",
            "vary");
    return reply.headers().entries().stream()
        .map(CorsTest::lower)
        .filter(name -> !plain.contains(name) && !name.startsWith("access-control-"))
        .toList();
  }

  private static String lower(Field header) {
    return header.name().toLowerCase(Locale.ROOT);
  }
}
