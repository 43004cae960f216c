package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.api.Caller.Reply;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 7.1: whatever line breaks a provider's JSON has, an event of ours has one line. */
@Timeout(60)
class EventLinesTest {
  private static final String CHUNK =
      """
      {
        "id": "c1", "object": "chat.completion.chunk",
        "choices": [
          {"index": 0, "delta": {
            "content": "Hello\\nyou"
          }, "finish_reason": null}
        ]
      }\
      """;
  private static final String END = CHUNK.replace("null", "\"stop\"").replace("Hello\\nyou", "!");

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r", "\n\n", "\r\n\t\r\n"})
  void plainAnswerToAStreamedRequestIsOneLineForEachEvent(String lineBreak) throws IOException {
    String answer =
        CHUNK
            .replace("chat.completion.chunk", "chat.completion")
            .replace("delta", "message")
            .replace("null", "\"stop\"")
            .replace("\n", lineBreak);
    requireWholeLines(Fault.raw(200, "application/json", answer), "Hello\nyou");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void eventOverSeveralDataLinesIsOneLine(String lineBreak) throws IOException {
    String events = overLines(CHUNK, lineBreak) + overLines(END, lineBreak);
    requireWholeLines(Fault.raw(200, "text/event-stream", events), "Hello\nyou!");
  }

  @Test
  void errorEventOverSeveralLinesIsOneLine() throws IOException {
    String error = "{\"error\": {\n\"message\": \"gone\\nwrong\",\n\"code\": {\n\"a\": 1\n}\n}}";
    String events = overLines(CHUNK, "\n") + overLines(error, "\n");
    try (Stand stand = Stand.always(Fault.raw(200, "text/event-stream", events));
        Caller caller = stand.caller()) {
      Reply reply =
          caller
              .sendChat("{\"num_retries\":0,\"model\":\"chat\",\"stream\":true," + Stand.HELLO)
              .readBrokenOff();

      String event = reply.lines().get(reply.lines().indexOf("event: error") - 1);
      JsonObject last = Json.parseObject(event.substring("data: ".length()));
      assertThat(last.object("error").orElseThrow().text("message")).contains("gone\nwrong");
      requireLines(reply.lines());
    }
  }

  // SEMANTICS 4.1: a released client ends its stream at an empty line behind a comment.
  @Test
  void noEmptyLineFollowsAComment() throws IOException {
    try (Stand stand = Stand.always(Answer.text("Hello"));
        Caller caller = stand.caller()) {
      String text = caller.chat(Stand.STREAM).text();

      assertThat(text).contains("\n: mainstay ").doesNotContainPattern("(?m)^:.*\n\n");
    }
  }

  private static void requireWholeLines(Fault provider, String text) throws IOException {
    try (Stand stand = Stand.always(provider);
        Caller caller = stand.caller()) {
      Reply reply = caller.chat(Stand.STREAM);

      List<String> lines = reply.lines();
      assertThat(lines.getLast()).isEqualTo("data: [DONE]");
      requireLines(lines);
      assertThat(String.join("", lines.stream().map(EventLinesTest::content).toList()))
          .isEqualTo(text);
    }
  }

  private static void requireLines(List<String> lines) {
    assertThat(lines)
        .allMatch(line ->
            line.equals("data: [DONE]")
                || line.equals("event: error")
                || line.startsWith(": ")
                || Json.parseObject(line.substring("data: ".length())).size() > 0);
  }

  private static String content(String line) {
    if (!line.startsWith("data: {")) {
      return "";
    }
    return Json.parseObject(line.substring("data: ".length()))
        .array("choices")
        .orElseThrow()
        .objects()
        .map(choice -> choice.object("delta").flatMap(delta -> delta.text("content")).orElse(""))
        .reduce("", String::concat);
  }

  private static String overLines(String json, String lineBreak) {
    return "data: " + json.replace("\n", lineBreak + "data: ") + lineBreak + lineBreak;
  }
}
