package dev.mainstay.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.provider.Secret;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/messages} in front of a provider of OpenAI's dialect. */
@Timeout(60)
class MessagesTest {
  private static final String BODY =
      "\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
  private static final String PLAIN = "{\"model\":\"chat\"," + BODY;
  private static final String STREAM = "{\"model\":\"chat\",\"stream\":true," + BODY;

  @ParameterizedTest
  @ValueSource(strings = {"/v1/messages", "/messages", "/v1/messages?beta=true"})
  void plainAnswerIsAMessage(String path) throws IOException {
    try (Stand stand = Stand.always(Answer.text("Hello there").usage(7, 3).model("gpt-4o"));
        Caller caller = stand.caller()) {
      Reply reply = post(caller, path, PLAIN);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("request-id")).isEqualTo(reply.header("x-request-id")).isNotEmpty();
      JsonObject message = reply.json();
      assertThat(message.text("type")).hasValue("message");
      assertThat(message.text("role")).hasValue("assistant");
      assertThat(message.text("model")).hasValue("gpt-4o");
      assertThat(message.array("content").map(JsonArray::toJson))
          .hasValue("[{\"type\":\"text\",\"text\":\"Hello there\"}]");
      assertThat(message.text("stop_reason")).hasValue("end_turn");
      assertThat(message.object("usage"))
          .hasValue(
              Json.parseObject(
                  "{\"input_tokens\":7,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,"
                      + "\"output_tokens\":3}"));
      assertThat(stand.askedLast().text())
          .isEqualTo(
              "{\"model\":\"gpt-4o\",\"max_tokens\":99,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
    }
  }

  @Test
  void streamIsEventsWithNames() throws IOException {
    try (Stand stand =
            Stand.always(Answer.text("Hello there").reasoning("hm").usage(7, 3).model("gpt-4o"));
        Caller caller = stand.caller()) {
      Reply reply = post(caller, "/v1/messages", STREAM);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(names(reply))
          .containsExactly(
              "message_start",
              "content_block_start",
              "content_block_delta",
              "content_block_stop",
              "content_block_start",
              "content_block_delta",
              "content_block_delta",
              "content_block_stop",
              "message_delta",
              "message_stop");
      List<JsonObject> data = data(reply);
      assertThat(data).allSatisfy(event -> assertThat(event.text("type")).isPresent());
      assertThat(data.get(8).object("delta").flatMap(delta -> delta.text("stop_reason")))
          .hasValue("end_turn");
      assertThat(data.get(8).object("usage").map(usage -> usage.number("output_tokens").orElse(0)))
          .hasValue(3L);
      assertThat(reply.text()).contains(": mainstay call-id=").doesNotContain("[DONE]");
    }
  }

  @Test
  void streamThatBreaksIsGoneOnWithAsOneMessage() throws IOException {
    Answer story =
        Answer.text("Once upon a time there was a king who had three sons.").continuing();
    try (Stand stand =
            Stand.of(
                Script.builder()
                    .first(Fault.reset().after(8).of(story))
                    .thenAlways(story)
                    .build());
        Caller caller = stand.caller()) {
      Reply reply = post(caller, "/v1/messages", STREAM);

      StringBuilder text = new StringBuilder();
      data(reply)
          .forEach(
              event -> event.object("delta").flatMap(d -> d.text("text")).ifPresent(text::append));
      assertThat(text).hasToString("Once upon a time there was a king who had three sons.");
      assertThat(names(reply)).containsOnlyOnce("message_start").containsOnlyOnce("message_stop");
    }
  }

  @Test
  void interleavedToolCallsAreEachOneBlock() throws IOException {
    String events =
        toolPiece(0, "\"id\":\"a\",", "\"name\":\"f\",", "")
            + toolPiece(1, "\"id\":\"b\",", "\"name\":\"g\",", "")
            + toolPiece(0, "", "", "{}")
            + toolPiece(1, "", "", "{ }")
            + "data:"
            + " {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
            + "data: [DONE]\n\n";
    try (Stand stand = Stand.always(Fault.raw(200, "text/event-stream", events));
        Caller caller = stand.caller()) {
      Reply reply = post(caller, "/v1/messages", STREAM);

      assertThat(
              data(reply).stream()
                  .flatMap(event ->
                      event
                          .object("content_block")
                          .flatMap(block -> block.text("id"))
                          .or(() -> event.object("delta").flatMap(d -> d.text("partial_json")))
                          .stream()))
          .containsExactly("a", "{}", "b", "{ }");
    }
  }

  private static String toolPiece(int index, String id, String name, String arguments) {
    return String.format(
        Locale.ROOT,
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":%d,%s\"type\":\"function\",\"function\":{%s\"arguments\":\"%s\"}}]}}]}\n\n",
        index,
        id,
        name,
        arguments);
  }

  @Test
  void streamThatFailsForGoodEndsInAnErrorEvent() throws IOException {
    Fault broken = Fault.error(ErrorBody.ofStatus(400)).after(2);
    try (Stand stand = Stand.always(broken);
        Caller caller = stand.caller()) {
      caller.send("POST", "/v1/messages", STREAM.getBytes(UTF_8));
      Reply reply = caller.readBrokenOff();

      assertThat(names(reply)).endsWith("error").doesNotContain("message_delta", "message_stop");
      assertThat(data(reply).getLast().object("error").flatMap(error -> error.text("type")))
          .hasValue("invalid_request_error");
    }
  }

  @Test
  void toolsGoBothWays() throws IOException {
    String asked =
        "{\"model\":\"chat\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"q\"},"
            + "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"a\":1}}]},"
            + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":\"r\"}]}],"
            + "\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}]}";
    try (Stand stand = Stand.always(Answer.calling("f", "{\"b\":2}"));
        Caller caller = stand.caller()) {
      Reply reply = post(caller, "/v1/messages", asked);

      assertThat(
              reply
                  .json()
                  .array("content")
                  .map(JsonArray::toJson)
                  .orElse("")
                  .replaceAll("__\\w+", ""))
          .isEqualTo(
              "[{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"f\",\"input\":{\"b\":2}}]");
      assertThat(reply.json().text("stop_reason")).hasValue("tool_use");
      assertThat(stand.askedLast().text())
          .contains(
              "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"t\",\"type\":\"function\","
                  + "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}]}",
              "{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"r\"}",
              "{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}}");
    }
  }

  /** Clients know each call by its id throughout a conversation. */
  @Test
  void callsThatTheServerNumbersAnewHaveIdsOfTheirOwn() throws IOException {
    String asked =
        "{\"model\":\"chat\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}";
    try (Stand stand = Stand.always(Answer.calling("f", "{}"));
        Caller caller = stand.caller()) {
      JsonObject first = post(caller, "/v1/messages", asked).json();
      JsonObject second = post(caller, "/v1/messages", asked).json();

      assertThat(idOf(first)).startsWith("call_1__").isNotEqualTo(idOf(second));
    }
  }

  private static String idOf(JsonObject message) {
    return message
        .array("content")
        .orElseThrow()
        .objects()
        .findFirst()
        .flatMap(block -> block.text("id"))
        .orElseThrow();
  }

  @Test
  void errorsAreAnthropicsOnItsRoute() throws IOException {
    Script script = Script.always(Fault.status(429).retryAfter(Duration.ofSeconds(120)));
    try (Stand stand = Stand.of(script);
        Caller caller = stand.caller()) {
      Reply reply = post(caller, "/v1/messages", PLAIN);

      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.header("retry-after")).isEqualTo("120");
      assertThat(reply.header("x-should-retry")).isEqualTo("false");
      assertThat(reply.json().text("type")).hasValue("error");
      assertThat(reply.error().text("type")).hasValue("rate_limit_error");
      assertThat(reply.json().text("request_id")).hasValue(reply.header("request-id"));
    }
  }

  @Test
  void whatCannotBeARequestIsRefusedInAnthropicsForm() throws IOException {
    Secret key = Secret.of("sk-master-0123456789");
    try (Stand stand = Stand.of(Script.always(Answer.text("x")), config -> config.masterKey(key));
        Caller caller = stand.caller()) {
      Reply noKey = post(caller, "/v1/messages", PLAIN);
      Reply noModel = post(caller, "/v1/messages", "{}", "x-api-key", key.reveal());
      Reply unknown =
          post(caller, "/v1/messages", PLAIN.replace("chat", "nobody"), "x-api-key", key.reveal());
      Reply method = caller.get("/v1/messages", "x-api-key", key.reveal());

      assertThat(noKey.status()).isEqualTo(401);
      assertThat(noKey.error().text("type")).hasValue("authentication_error");
      assertThat(noModel.status()).isEqualTo(400);
      assertThat(noModel.json().text("type")).hasValue("error");
      assertThat(unknown.status()).isEqualTo(404);
      assertThat(unknown.error().text("type")).hasValue("not_found_error");
      assertThat(method.status()).isEqualTo(405);
      assertThat(method.json().text("type")).hasValue("error");
    }
  }

  @Test
  void tokensAreEstimatedWhereNobodyTellsThem() throws IOException {
    try (Stand stand = Stand.always(Answer.text("x"));
        Caller caller = stand.caller()) {
      Reply reply = post(caller, "/v1/messages/count_tokens", PLAIN);
      Reply unknown = post(caller, "/messages/count_tokens", PLAIN.replace("chat", "nobody"));

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("x-mainstay-tokens-estimated")).isEqualTo("true");
      assertThat(reply.json().number("input_tokens").orElse(0)).isBetween(3L, 10L);
      assertThat(unknown.status()).isEqualTo(404);
      assertThat(unknown.json().text("type")).hasValue("error");
      assertThat(stand.provider().requests()).isEmpty();
    }
  }

  @Test
  void modelsAreToldAsAnthropicDoesWhereItsVersionIsSent() throws IOException {
    try (Stand stand = Stand.always(Answer.text("x"));
        Caller caller = stand.caller()) {
      JsonObject list = caller.get("/v1/models", "anthropic-version", "2023-06-01").json();
      JsonObject one = caller.get("/v1/models/chat", "anthropic-version", "2023-06-01").json();

      assertThat(list.flag("has_more")).hasValue(false);
      assertThat(list.text("first_id")).hasValue("chat");
      assertThat(list.text("last_id")).hasValue("backup");
      assertThat(one.text("type")).hasValue("model");
      assertThat(one.text("display_name")).hasValue("chat");
      assertThat(caller.get("/v1/models").json().text("object")).hasValue("list");

      JsonObject unknown = caller.get("/v1/models/no", "anthropic-version", "2023-06-01").json();
      assertThat(unknown.text("type")).hasValue("error");
      assertThat(unknown.object("error").flatMap(error -> error.text("type")))
          .hasValue("not_found_error");
      assertThat(caller.get("/v1/models/no").json().names()).containsExactly("error");
    }
  }

  private static Reply post(Caller caller, String path, String body, String... headers)
      throws IOException {
    return caller.send("POST", path, body.getBytes(UTF_8), headers).read();
  }

  private static List<String> names(Reply reply) {
    return reply
        .text()
        .lines()
        .filter(l -> l.startsWith("event: "))
        .map(l -> l.substring(7))
        .toList();
  }

  private static List<JsonObject> data(Reply reply) {
    return reply
        .text()
        .lines()
        .filter(l -> l.startsWith("data: "))
        .map(l -> Json.parseObject(l.substring(6)))
        .toList();
  }
}
