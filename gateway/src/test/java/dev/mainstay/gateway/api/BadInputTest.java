package dev.mainstay.gateway.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.provider.Secret;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SEMANTICS 7.1 and 7.5: what cannot be right is told in OpenAI's error body, with the mistake and
 * the remedy.
 */
@Timeout(60)
class BadInputTest {
  private static final String KEY = "sk-gateway-9876543210";
  private static final String[] WITH_KEY = {"Authorization", "Bearer " + KEY};
  private static final int MAX_BODY = 100_000;
  private static final String MESSAGE = "{\"role\":\"user\",\"content\":\"Hello\"}";
  private static final String CHAT = "/v1/chat/completions";

  private static Stand stand;

  @BeforeAll
  static void open() throws IOException {
    stand =
        Stand.of(
            Script.always(Answer.text("Hello")),
            config ->
                config
                    .masterKey(Secret.of(KEY))
                    .limits(GatewayLimits.defaults().withMaxBodyBytes(MAX_BODY)));
  }

  @AfterAll
  static void close() {
    stand.close();
  }

  @Test
  void nameThatIsTooLongIsToldWithoutTheName() throws Exception {
    String body = "{\"model\":\"" + "x".repeat(257) + "\",\"messages\":[" + MESSAGE + "]}";

    try (Caller caller = stand.caller()) {
      Reply told = caller.chat(body, WITH_KEY);

      requireTold(told, 400, "model", "invalid_value", "257 bytes", "at most 256");
      assertThat(new String(told.body(), UTF_8)).doesNotContain("xxxx");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /v1/chat/completions",
        "POST /v1/completions",
        "POST /v1/embeddings",
        "POST /v1/messages",
        "POST /v1/messages/count_tokens",
        "GET /v1/models/"
      })
  void nameThatIsTooLongIsToldOnEveryFace(String face) throws Exception {
    String name = "x".repeat(257);
    String body =
        "{\"model\":\"%s\",\"max_tokens\":9,\"prompt\":\"a\",\"input\":\"a\",\"messages\":[%s]}"
            .formatted(name, MESSAGE);
    String[] asked = face.split(" ");
    boolean isGet = asked[0].equals("GET");

    try (Caller caller = stand.caller()) {
      Reply told =
          isGet
              ? caller.get(asked[1] + name, WITH_KEY)
              : caller.send("POST", asked[1], body.getBytes(UTF_8), WITH_KEY).read();

      assertThat(told.status()).as(told.text()).isEqualTo(400);
      assertThat(told.error().text("message"))
          .get()
          .asString()
          .contains("257 bytes", "at most 256");
      assertThat(told.text()).doesNotContain("xxxx");
    }
  }

  // ~ stands for one good message.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # what             | body                                   | status | param       | code            | the message tells
          JSON that stops    | {"model":"chat","messages":[           | 400    |             | invalid_json    | line 1
          nothing            |                                        | 400    |             | invalid_json    | empty; "model"; "messages"
          blanks             | `  `                                   | 400    |             | invalid_json    | empty
          words              | Hello                                  | 400    |             | invalid_json    | JSON object
          an array           | [{"model":"chat",~}]                   | 400    |             | invalid_json    | begins with '{'
          two objects        | {"model":"chat",~}{}                   | 400    |             | invalid_json    | more text
          a comment          | {/* hi */}                             | 400    |             | invalid_json    | JSON
          no model           | {~}                                    | 400    | model       | invalid_value   | "model"; /v1/models
          model null         | {"model":null,~}                       | 400    | model       | invalid_value   | "model"
          model blank        | {"model":"  ",~}                       | 400    | model       | invalid_value   | "model"
          model a number     | {"model":4,~}                          | 400    | model       | invalid_value   | "model"
          model a list       | {"model":["chat"],~}                   | 400    | model       | invalid_value   | "model"
          unknown model      | {"model":"gpt-9",~}                    | 404    | model       | model_not_found | 'gpt-9'; chat, safe, backup
          provider's model   | {"model":"openai/gpt-4o",~}            | 404    | model       | model_not_found | chat, safe, backup
          no messages        | {"model":"chat"}                       | 400    | messages    | invalid_value   | at least one
          messages null      | {"model":"chat","messages":null}       | 400    | messages    | invalid_value   | array
          messages empty     | {"model":"chat","messages":[]}         | 400    | messages    | invalid_value   | at least one
          messages an object | {"model":"chat","messages":{}}         | 400    | messages    | invalid_value   | array
          messages a string  | {"model":"chat","messages":"Hello"}    | 400    | messages    | invalid_value   | array
          message a string   | {"model":"chat","messages":["Hello"]}  | 400    | messages    | invalid_value   | object
          stream a string    | {"model":"chat","stream":"yes",~}      | 400    | stream      | invalid_value   | true or false
          stream a number    | {"model":"chat","stream":1,~}          | 400    | stream      | invalid_value   | true or false
          101 retries        | {"model":"chat","num_retries":101,~}   | 400    | num_retries | invalid_value   | 101; 0 (never) to 100
          -1 retries         | {"model":"chat","num_retries":-1,~}    | 400    | num_retries | invalid_value   | -1; 0 (never) to 100
          half a retry       | {"model":"chat","num_retries":0.5,~}   | 400    | num_retries | invalid_value   | 0.5
          timeout -1         | {"model":"chat","timeout":-1,~}        | 400    | timeout     | invalid_value   | -1; above 0
          timeout 0          | {"model":"chat","timeout":0,~}         | 400    | timeout     | invalid_value   | above 0
          timeout a word     | {"model":"chat","timeout":"soon",~}    | 400    | timeout     | invalid_value   | soon
          fallbacks a word   | {"model":"chat","fallbacks":"b",~}     | 400    | fallbacks   | invalid_value   | list
          unknown fallback   | {"model":"chat","fallbacks":["b"],~}   | 400    | fallbacks   | model_not_found | 'b'; chat, safe, backup
          """)
  void badBodyIsToldAndTheConnectionGoesOn(
      String what, String body, int status, String param, String code, String words)
      throws IOException {
    String json = body == null ? "" : body.replace("~", "\"messages\":[" + MESSAGE + "]");

    requireToldAndGoesOn(
        request(json.getBytes(UTF_8), WITH_KEY), status, param, code, words.split("; "));
  }

  @Test
  void bodyThatIsNestedTooDeeplyIsToldAndTheConnectionGoesOn() throws IOException {
    String nested = "{\"x\":" + "[".repeat(600) + "]".repeat(600) + "}";

    requireToldAndGoesOn(
        request(nested.getBytes(UTF_8), WITH_KEY), 400, null, "invalid_json", "512");
  }

  @Test
  void bodyThatIsNoUtf8IsToldAndTheConnectionGoesOn() throws IOException {
    byte[] latin = Stand.PLAIN.replace("Hello", "Gr\u00fc\u00df").getBytes(ISO_8859_1);

    requireToldAndGoesOn(request(latin, WITH_KEY), 400, null, "invalid_json", "UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x-litellm-timeout     | soon | 400 | x-litellm-timeout     | invalid_value          | soon
          x-litellm-num-retries | 101  | 400 | x-litellm-num-retries | invalid_value          | 101
          Content-Encoding      | br   | 415 |                       | unknown_content_coding | gzip
          Content-Encoding      | gzip | 400 |                       | garbled_body           | gzip
          """)
  void badHeaderIsToldAndTheConnectionGoesOn(
      String name, String value, int status, String param, String code, String word)
      throws IOException {
    byte[] request = request(Stand.PLAIN.getBytes(UTF_8), WITH_KEY[0], WITH_KEY[1], name, value);

    requireToldAndGoesOn(request, status, param, code, word);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                    | 404 |       | unknown_url        | /v1/chat/completions
          /v1/nothing          | 404 |       | unknown_url        | /v1/nothing
          /v1/models/gpt-9     | 404 | model | model_not_found    | 'gpt-9'
          /v1/chat/completions | 405 |       | method_not_allowed | POST
          """)
  void badPathIsToldAndTheConnectionGoesOn(
      String path, int status, String param, String code, String word) throws IOException {
    byte[] request = head("GET", path, 0, WITH_KEY).getBytes(ISO_8859_1);

    requireToldAndGoesOn(request, status, param, code, word);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /%s", "DELETE /v1/models/%s", "%s /v1/chat/completions"})
  void whatIsTooLongToBeReadIsNotToldBack(String line) throws IOException {
    String head =
        head("GET", "/", 0, WITH_KEY).replace("GET /", line.formatted("A".repeat(50_000)));
    try (Caller caller = stand.caller()) {
      assertThat(caller.raw(head).read().body()).hasSizeLessThan(1_000);
    }
  }

  private static void requireToldAndGoesOn(
      byte[] request, int status, String param, String code, String... words) throws IOException {
    long before = stand.provider().requestCount();
    try (Caller caller = stand.caller()) {
      Reply told = caller.raw(request).read();

      requireTold(told, status, param, code, words);
      assertThat(told.headers().first("connection")).isEmpty();
      assertThat(stand.provider().requestCount()).isEqualTo(before);
      assertThat(caller.chat(Stand.PLAIN, WITH_KEY).status()).isEqualTo(200);
    }
  }

  @Test
  void bodyThatSaysItIsTooLargeIsRefusedUnseen() throws IOException {
    try (Caller caller = stand.caller()) {
      caller.raw(head("POST", CHAT, MAX_BODY + 1, WITH_KEY));

      requireTold(caller.read(), 413, null, "body_too_large", "100000 bytes");
      assertThat(caller.isClosed()).isTrue();
    }
  }

  @Test
  void bodyThatTurnsOutTooLargeIsRefused() throws IOException {
    String head =
        "POST "
            + CHAT
            + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nAuthorization: Bearer "
            + KEY
            + "\r\n\r\n";
    try (Caller caller = stand.caller()) {
      caller.raw(head + "c350\r\n" + "a".repeat(50_000) + "\r\nc351\r\n" + "a".repeat(50_001));

      requireTold(caller.read(), 413, null, "body_too_large", "100000 bytes");
    }
  }

  @Test
  void bodyThatUnpacksTooLargeIsRefused() throws IOException {
    byte[] packed = gzip("{\"model\":\"" + "a".repeat(MAX_BODY) + "\"}");
    try (Caller caller = stand.caller()) {
      caller.send("POST", CHAT, packed, "Content-Encoding", "gzip", WITH_KEY[0], WITH_KEY[1]);

      requireTold(caller.read(), 413, null, "body_too_large", "100000 bytes");
      assertThat(caller.chat(Stand.PLAIN, WITH_KEY).status()).isEqualTo(200);
    }
  }

  @Test
  void headThatIsTooLargeIsRefused() throws IOException {
    try (Caller caller = stand.caller()) {
      caller.raw("GET /v1/models HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(70_000) + "\r\n\r\n");

      requireTold(caller.read(), 431, null, "headers_too_large", "65536 bytes");
    }
  }

  @Test
  void headThatIsNoHttpIsRefused() throws IOException {
    try (Caller caller = stand.caller()) {
      caller.raw("GET /v1/models HTTP/1.1\r\n\r\n");

      requireTold(caller.read(), 400, null, "bad_host", "Host");
      assertThat(caller.isClosed()).isTrue();
    }
  }

  static List<List<String>> wrongKeys() {
    return List.of(
        List.of("Authorization", "Bearer sk-wrong"),
        List.of("authorization", "bearer " + KEY + "x"),
        List.of("Authorization", "Bearer"),
        List.of("Authorization", "Bearer " + KEY.substring(1)),
        List.of("Authorization", "Basic " + KEY),
        List.of("Authorization", KEY),
        List.of("x-api-key", "sk-wrong"),
        List.of("api-key", ""),
        List.of());
  }

  @ParameterizedTest
  @MethodSource("wrongKeys")
  void wrongOrMissingKeyIsToldAndNotRepeated(List<String> headers) throws IOException {
    long before = stand.provider().requestCount();
    try (Caller caller = stand.caller()) {
      Reply told = caller.chat(Stand.PLAIN, headers.toArray(String[]::new));

      requireTold(told, 401, null, "invalid_api_key", "API key");
      assertThat(told.text()).doesNotContain("sk-wrong", KEY);
      assertThat(caller.get("/v1/models", headers.toArray(String[]::new)).status()).isEqualTo(401);
      assertThat(stand.provider().requestCount()).isEqualTo(before);
      assertThat(caller.chat(Stand.PLAIN, WITH_KEY).status()).isEqualTo(200);
    }
  }

  static List<List<String>> rightKeys() {
    return List.of(
        List.of("Authorization", "Bearer " + KEY),
        List.of("authorization", "bearer  " + KEY + " "),
        List.of("x-api-key", KEY),
        List.of("api-key", KEY));
  }

  @ParameterizedTest
  @MethodSource("rightKeys")
  void keyMayComeInEachOfTheHeadersThatClientsUse(List<String> headers) throws IOException {
    try (Caller caller = stand.caller()) {
      Reply answer = caller.chat(Stand.PLAIN, headers.toArray(String[]::new));

      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @Test
  void methodThatAPathDoesNotTakeIsToldWithThoseItTakes() throws IOException {
    try (Caller caller = stand.caller()) {
      Reply chat = caller.send("DELETE", CHAT, new byte[0], WITH_KEY).read();
      Reply models = caller.send("POST", "/v1/models", new byte[0], WITH_KEY).read();

      requireTold(chat, 405, null, "method_not_allowed", "POST", "DELETE");
      assertThat(chat.header("allow")).isEqualTo("POST");
      requireTold(models, 405, null, "method_not_allowed", "GET", "POST");
      assertThat(models.header("allow")).isEqualTo("GET, HEAD");
    }
  }

  private static void requireTold(
      Reply told, int status, String param, String code, String... words) {
    assertThat(told.status()).as(told.text()).isEqualTo(status);
    assertThat(told.header("content-type")).isEqualTo("application/json");
    assertThat(told.header("x-request-id")).isNotBlank();
    assertThat(told.headers().first("x-should-retry")).isEmpty();
    assertThat(told.json().names()).containsExactly("error");
    JsonObject error = told.error();
    assertThat(error.names()).containsExactly("message", "type", "param", "code");
    assertThat(error.text("message")).get().asString().contains(words);
    assertThat(error.text("type")).contains(type(status));
    assertThat(error.get("param")).contains(param == null ? JsonNull.NULL : new JsonString(param));
    assertThat(error.text("code")).contains(code);
  }

  private static String type(int status) {
    return status == 401 ? "authentication_error" : "invalid_request_error";
  }

  private static byte[] request(byte[] body, String... headers) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head("POST", CHAT, body.length, headers).getBytes(ISO_8859_1));
    request.writeBytes(body);
    return request.toByteArray();
  }

  private static String head(String method, String path, int length, String... headers) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: x\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      head.append(headers[i] + ": " + headers[i + 1] + "\r\n");
    }
    return head + "Content-Length: " + length + "\r\n\r\n";
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
