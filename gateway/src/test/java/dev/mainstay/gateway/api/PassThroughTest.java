package dev.mainstay.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SEMANTICS 7.1 and 7.2: nothing is rewritten that need not be, and what is ours goes no further.
 */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class PassThroughTest {
  private static final String ODD =
      "{ \"a\" : 1.50e+02, \"a\":[ ],\n"
          + "\t\"\" : \"\\u0048\\/é\\ud83d\\ude00\", \"big\":123456789012345678901234567890 }";
  private static final String MESSAGES =
      "[ {\"role\":\"developer\", \"content\":\"Be brief.\"},"
          + " {\"role\":\"user\",\"x_part\":1,\"content\":["
          + " {\"type\":\"text\",\"text\":\"\\u0048i\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA\\/A\"}}"
          + " ]} ]";

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void requestReachesTheProviderAsItCameButForTheModel(boolean stream) throws IOException {
    String rest =
        "\"messages\":"
            + MESSAGES
            + ",\"stream\":"
            + stream
            + ",\"metadata\":{\"tags\": \"a\"}"
            + ",\"temperature\":0.10"
            + (stream ? ",\"stream_options\":{\"include_usage\": true}" : "")
            + ",\"x_odd\":"
            + ODD
            + "}";
    try (Stand stand = Stand.always(Answer.text("Hello"));
        Caller caller = stand.caller()) {
      assertThat(caller.chat("{\"model\":\"chat\"," + rest).status()).isEqualTo(200);

      assertThat(stand.askedLast().text()).isEqualTo("{\"model\":\"gpt-4o\"," + rest);
    }
  }

  // Some clients put a byte order mark before the text.
  @Test
  void markBeforeTheTextIsNoPartOfIt() throws IOException {
    String rest = "\"messages\":" + MESSAGES + ",\"x_odd\":" + ODD + "}";
    try (Stand stand = Stand.always(Answer.text("Hello"));
        Caller caller = stand.caller()) {
      assertThat(caller.chat("\ufeff{\"model\":\"chat\"," + rest).status()).isEqualTo(200);

      assertThat(stand.askedLast().text()).isEqualTo("{\"model\":\"gpt-4o\"," + rest);
    }
  }

  @Test
  void fieldsThatAreOursGoNoFurther() throws IOException {
    String own =
        "\"num_retries\":1,\"timeout\":30,\"stream_timeout\":20,\"fallbacks\":[\"backup\"],"
            + "\"disable_fallbacks\":false,\"litellm_metadata\":{\"a\":1},\"tags\":[\"b\"],";
    try (Stand stand = Stand.always(Answer.text("Hello"));
        Caller caller = stand.caller()) {
      assertThat(caller.chat("{\"model\":\"chat\"," + own + Stand.HELLO).status()).isEqualTo(200);

      assertThat(stand.askedLast().text()).isEqualTo(Stand.PLAIN.replace("chat", "gpt-4o"));
    }
  }

  @Test
  void plainAnswerReachesTheCallerAsItCame() throws IOException {
    String answer =
        "{ \"id\":\"x\", \"model\":\"gpt-4o-2024\",\"choices\" : [ {\"index\":0,"
            + " \"finish_reason\":\"stop\","
            + "\"message\":{\"role\":\"assistant\",\"content\":\"\\u0048i\",\"x\":"
            + ODD
            + "}} ],\"x_odd\":"
            + ODD
            + "}";
    try (Stand stand = Stand.always(Fault.raw(200, "application/json", answer));
        Caller caller = stand.caller()) {
      Reply reply = caller.chat(Stand.PLAIN);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text()).isEqualTo(answer);
      assertThat(reply.header("content-length")).isEqualTo("" + answer.getBytes(UTF_8).length);
    }
  }

  @Test
  void chunksReachTheCallerAsTheyCame() throws IOException {
    String odd = ODD.replace("\n", " ");
    List<String> chunks =
        List.of(
            chunk(0, "{\"role\":\"assistant\", \"x\":" + odd + "}", "null"),
            chunk(0, "{\"content\":\"\\u0048i\"}", "null"),
            chunk(0, "{ }", "\"stop\""));
    try (Stand stand = Stand.always(sse(chunks));
        Caller caller = stand.caller()) {
      Reply reply = caller.chat(Stand.STREAM);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(data(reply))
          .isEqualTo(Stream.concat(chunks.stream(), Stream.of("[DONE]")).toList());
    }
  }

  @Test
  void usageChunkComesOnlyToWhoAskedForIt() throws IOException {
    String asking =
        Stand.STREAM.replace(
            "\"messages\"", "\"stream_options\":{\"include_usage\":true},\"messages\"");
    try (Stand stand = Stand.always(Answer.text("Hello").usage(9, 1));
        Caller caller = stand.caller()) {
      JsonObject usage = lastChunk(caller.chat(asking));
      Reply without = caller.chat(Stand.STREAM);

      assertThat(usage.array("choices")).contains(JsonArray.of());
      assertThat(usage.object("usage").orElseThrow().number("total_tokens")).hasValue(10);
      assertThat(without.text()).doesNotContain("\"total_tokens\"");
      assertThat(lastChunk(without).array("choices").orElseThrow().isEmpty()).isFalse();
    }
  }

  /** SEMANTICS 6.6: clients add up what they read. */
  @Test
  void usageGoesOutOnceHoweverOftenItIsTold() throws IOException {
    String asking =
        Stand.STREAM.replace(
            "\"messages\"", "\"stream_options\":{\"include_usage\":true},\"messages\"");
    List<String> chunks =
        List.of(
            with(chunk(0, "{\"content\":\"Hi\"}", "null"), usage(1)),
            with(chunk(0, "{\"content\":\" there\"}", "null"), usage(2)),
            with(chunk(0, "{}", "\"stop\""), usage(3)),
            with("{\"choices\":[]}", usage(3)),
            with("{\"choices\":[]}", usage(4)));
    try (Stand stand = Stand.always(sse(chunks));
        Caller caller = stand.caller()) {
      Reply reply = caller.chat(asking);

      assertThat(data(reply))
          .endsWith("[DONE]")
          .filteredOn(data -> data.startsWith("{"))
          .map(Json::parseObject)
          .containsExactly(
              Json.parseObject(chunk(0, "{\"content\":\"Hi\"}", "null")),
              Json.parseObject(chunk(0, "{\"content\":\" there\"}", "null")),
              Json.parseObject(chunk(0, "{}", "\"stop\"")),
              Json.parseObject(with("{\"choices\":[]}", usage(4))));
    }
  }

  private static String usage(int tokens) {
    return "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":" + tokens + "}";
  }

  private static String with(String json, String member) {
    return json.substring(0, json.length() - 1) + "," + member + "}";
  }

  @Test
  void callerThatWantsNoUsageIsBelievedByTheProviderToo() throws IOException {
    String refusing =
        Stand.STREAM.replace(
            "\"messages\"", "\"stream_options\":{\"include_usage\":false},\"messages\"");
    try (Stand stand = Stand.always(Answer.text("Hello"));
        Caller caller = stand.caller()) {
      caller.chat(refusing);

      assertThat(stand.askedLast().text()).isEqualTo(refusing.replace("chat", "gpt-4o"));
    }
  }

  @Test
  void everyChoiceOfAPlainAnswerComes() throws IOException {
    String answer =
        "{\"id\":\"x\",\"choices\":["
            + "{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"A\"}},"
            + "{\"index\":1,\"finish_reason\":\"length\",\"message\":{\"role\":\"assistant\",\"content\":\"B\"}}]}";
    try (Stand stand = Stand.always(Fault.raw(200, "application/json", answer));
        Caller caller = stand.caller()) {
      Reply reply = caller.chat("{\"model\":\"chat\",\"n\":2," + Stand.HELLO);

      assertThat(reply.text()).isEqualTo(answer);
      assertThat(stand.askedLast().chat().choices()).isEqualTo(2);
    }
  }

  @Test
  void everyChoiceOfAStreamComesToItsOwnEnd() throws IOException {
    List<String> chunks =
        List.of(
            chunk(0, "{\"content\":\"A\"}", "null"),
            chunk(1, "{\"content\":\"B\"}", "null"),
            chunk(0, "{}", "\"stop\""),
            chunk(1, "{\"content\":\"b\"}", "null"),
            chunk(1, "{}", "\"length\""));
    try (Stand stand = Stand.always(sse(chunks));
        Caller caller = stand.caller()) {
      Reply reply = caller.chat("{\"model\":\"chat\",\"n\":2,\"stream\":true," + Stand.HELLO);

      // SEMANTICS 7.1: a finish chunk without output is held, and goes out byte for byte.
      assertThat(data(reply))
          .containsExactly(
              chunks.get(0), chunks.get(1), chunks.get(3), chunks.get(2), chunks.get(4), "[DONE]");
    }
  }

  // SEMANTICS 7.1: some servers put "stop" on every chunk.
  @Test
  void finishReasonGoesOutOnceTheLast() throws IOException {
    List<String> chunks =
        List.of(
            chunk(0, "{\"content\":\"A\"}", "\"stop\""),
            chunk(0, "{\"content\":\"B\"}", "\"stop\""));
    try (Stand stand = Stand.always(sse(chunks));
        Caller caller = stand.caller()) {
      List<JsonObject> sent =
          data(caller.chat(Stand.STREAM)).stream()
              .filter(line -> !line.equals("[DONE]"))
              .map(line -> Json.parseObject(line.getBytes(UTF_8)))
              .toList();

      assertThat(sent)
          .containsExactly(
              Json.parseObject(chunk(0, "{\"content\":\"A\"}", "null").getBytes(UTF_8)),
              Json.parseObject(chunk(0, "{\"content\":\"B\"}", "null").getBytes(UTF_8)),
              Json.parseObject(chunk(0, "{}", "\"stop\"").getBytes(UTF_8)));
    }
  }

  @Test
  void choiceWithoutAnEndMakesTheStreamABrokenOne() throws IOException {
    List<String> chunks =
        List.of(
            chunk(0, "{\"content\":\"A\"}", "null"),
            chunk(1, "{\"content\":\"B\"}", "null"),
            chunk(0, "{}", "\"stop\""));
    try (Stand stand = Stand.always(sse(chunks));
        Caller caller = stand.caller()) {
      Reply reply =
          caller
              .sendChat("{\"model\":\"chat\",\"n\":2,\"stream\":true," + Stand.HELLO)
              .readBrokenOff();

      // SEMANTICS 6.6: the text so far, one error event, no finish reason.
      assertThat(data(reply)).hasSize(3).startsWith(chunks.get(0), chunks.get(1));
      assertThat(data(reply).getLast()).startsWith("{\"error\":{\"message\":");
    }
  }

  @Test
  void toolCallsComeAsTheyWereSaid() throws IOException {
    Answer calling = Answer.calling("weather", "{\"city\":\"Paris\"}").andCalling("time", "{}");
    try (Stand stand = Stand.always(calling);
        Caller caller = stand.caller()) {
      Reply plain = caller.chat(Stand.PLAIN);
      Reply streamed = caller.chat(Stand.STREAM);

      assertThat(plain.text())
          .contains(
              "\"arguments\":\"{\\\"city\\\":\\\"Paris\\\"}\"", "\"finish_reason\":\"tool_calls\"");
      assertThat(arguments(streamed, 0)).isEqualTo("{\"city\":\"Paris\"}");
      assertThat(arguments(streamed, 1)).isEqualTo("{}");
      assertThat(data(streamed).getLast()).isEqualTo("[DONE]");
    }
  }

  // A server that does not stream answers plainly when asked to.
  @Test
  void plainAnswerToAStreamedRequestComesAsAStream() throws IOException {
    String answer =
        "{\"id\":\"x\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\","
            + "\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"}}]}";
    try (Stand stand = Stand.always(Fault.raw(200, "application/json", answer));
        Caller caller = stand.caller()) {
      Reply reply = caller.chat(Stand.STREAM);

      assertThat(reply.header("content-type")).startsWith("text/event-stream");
      assertThat(data(reply))
          .containsExactly(
              "{\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,"
                  + "\"finish_reason\":null,\"delta\":{\"role\":\"assistant\",\"content\":\"Hello\"}}]}",
              "{\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,"
                  + "\"finish_reason\":\"stop\",\"delta\":{}}]}",
              "[DONE]");
    }
  }

  @Test
  void plainAnswerThatCallsItselfAChunkIsAPlainAnswer() throws IOException {
    String answer =
        "{\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,"
            + "\"finish_reason\":\"stop\",\"message\":{\"content\":\"Hello\"}}]}";
    try (Stand stand = Stand.always(Fault.raw(200, "application/json", answer));
        Caller caller = stand.caller()) {
      Reply reply = caller.chat("{\"model\":\"chat\"," + Stand.HELLO);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text())
          .isEqualTo(answer.replace("chat.completion.chunk", "chat.completion"));
    }
  }

  private static String chunk(int index, String delta, String finish) {
    return "{\"id\":\"x\", \"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":"
        + index
        + ", \"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}],\"x_odd\":[1.0,\"\\u0048\"]}";
  }

  private static Fault sse(List<String> chunks) {
    StringBuilder body = new StringBuilder();
    chunks.forEach(chunk -> body.append("data: ").append(chunk).append("\n\n"));
    return Fault.raw(200, "text/event-stream", body.append("data: [DONE]\n\n").toString());
  }

  private static List<String> data(Reply reply) {
    return Arrays.stream(reply.text().split("\n"))
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring(6))
        .toList();
  }

  private static JsonObject lastChunk(Reply reply) {
    List<String> data = data(reply);
    assertThat(data.getLast()).isEqualTo("[DONE]");
    return Json.parseObject(data.get(data.size() - 2));
  }

  private static String arguments(Reply reply, int index) {
    StringBuilder arguments = new StringBuilder();
    for (String data : data(reply).subList(0, data(reply).size() - 1)) {
      Json.parseObject(data)
          .array("choices")
          .orElseThrow()
          .objects()
          .flatMap(choice -> choice.object("delta").stream())
          .flatMap(delta -> delta.array("tool_calls").stream())
          .flatMap(JsonArray::objects)
          .filter(call -> call.number("index").orElse(-1) == index)
          .forEach(call ->
              arguments.append(
                  call.object("function").flatMap(f -> f.text("arguments")).orElse("")));
    }
    return arguments.toString();
  }
}
