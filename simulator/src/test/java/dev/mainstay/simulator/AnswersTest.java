package dev.mainstay.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import dev.mainstay.simulator.Heard.How;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
final class AnswersTest {

  @Test
  void plainAnswerIsOpenAis() {
    try (Simulator simulator = Simulator.start(Script.always(Answer.text("Hello world")))) {
      Heard heard = RawClient.ask(simulator);

      long created = heard.json().number("created").orElseThrow();
      assertThat(heard.how()).isEqualTo(How.WHOLE);
      assertThat(heard.header("content-type")).isEqualTo("application/json");
      assertThat(heard.header("x-request-id")).isEqualTo("req_simulated_1");
      assertThat(heard.body())
          .isEqualTo(
              String.format(
                  Locale.ROOT,
                  """
                  {"id":"chatcmpl-simulated-1","object":"chat.completion","created":%d,"model":"gpt-4o",\
                  "system_fingerprint":"fp_simulator","choices":[{"index":0,"message":\
                  {"role":"assistant","content":"Hello world","refusal":null},"logprobs":null,\
                  "finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":2,\
                  "total_tokens":22}}\
                  """,
                  created));
    }
  }

  @Test
  void streamedAnswerIsOpenAis() {
    try (Simulator simulator = Simulator.start(Script.always(Answer.pieces("Hel", "lo")))) {
      Heard heard = RawClient.askForStream(simulator);

      assertThat(heard.how()).isEqualTo(How.WHOLE);
      assertThat(heard.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
      assertThat(heard.events().stream().map(AnswersTest::choicesOf))
          .containsExactly(
              choice("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"),
              choice("{\"content\":\"Hel\"}", "null"),
              choice("{\"content\":\"lo\"}", "null"),
              choice("{}", "\"stop\""),
              "[DONE]");
    }
  }

  @Test
  void usageIsToldWhereItIsAskedFor() {
    Answer answer = Answer.text("Hello").usage(7, 3);
    String ask =
        """
        {"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[]}\
        """;
    try (Simulator simulator = Simulator.start(Script.always(answer))) {
      List<String> events = RawClient.ask(simulator, ask).events();

      assertThat(events.get(1)).endsWith(",\"usage\":null}");
      assertThat(events.get(3))
          .endsWith(
              """
              "choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}\
              """);
      assertThat(events.get(4)).isEqualTo("[DONE]");
    }
  }

  @Test
  void standardAnswerHasFortyWords() {
    try (Simulator simulator = Simulator.start()) {
      Heard heard = RawClient.askForStream(simulator);

      assertThat(heard.text()).isEqualTo(Answer.standard().fullText());
      assertThat(heard.events()).hasSize(1 + 40 + 1 + 1);
    }
  }

  @Test
  void echoRepeatsWhatTheUserSaidLast() {
    try (Simulator simulator = Simulator.start(Script.always(Answer.echo()))) {
      Heard heard = RawClient.ask(simulator, RawClient.chat("m", "Is anybody there?", true));

      assertThat(heard.text()).isEqualTo("Is anybody there?");
      assertThat(heard.events()).hasSize(1 + 3 + 1 + 1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "user:Hello | Once upon a time there was a ship",
        "user:Hello; assistant:Once upon a time | \" there was a ship\"",
        "user:Hello; assistant:Once upon a time there was a ship | \"\"",
        "user:Hello; assistant:Once upon a time there; user:Go on.. upon a time there | upon a time there was a ship",
        "user:Hello; assistant:Once; user:Go on after.. Once | Once upon a time there was a ship",
        "user:Hello; assistant:Once upon a time; user:Tell me the time"
            + " | Once upon a time there was a ship",
        "user:Hello; assistant:Never; user:Say it.. Never | Once upon a time there was a ship",
        "user:Hello; assistant:Never | Once upon a time there was a ship"
      })
  void continuingAnswerGoesOnWhereItIsAskedTo(String conversation, String expected) {
    Answer answer = Answer.text("Once upon a time there was a ship").continuing();
    JsonArray messages =
        JsonArray.of(
            Arrays.stream(conversation.split("; "))
                .map(message -> message.split(":", 2))
                .map(m -> Message.of(m[0], m[1].replace(".. ", ".\n\n")).json())
                .toList());
    ChatRequest request =
        new ChatRequest(JsonObject.builder().put("model", "m").put("messages", messages).build());
    try (Simulator simulator = Simulator.start(Script.always(answer))) {
      Heard plain = RawClient.ask(simulator, request.json().toJson());
      Heard streamed = RawClient.ask(simulator, request.withStream(true).json().toJson());

      assertThat(plain.text()).isEqualTo(expected);
      assertThat(streamed.text()).isEqualTo(expected);
    }
  }

  @Test
  void toolCallsComeInPieces() {
    Answer answer = Answer.calling("weather", "{\"city\":\"Paris\"}").andCalling("time", "{}");
    try (Simulator simulator = Simulator.start(Script.always(answer))) {
      List<String> deltas = deltas(RawClient.askForStream(simulator));

      assertThat(deltas)
          .containsExactly(
              "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}",
              call(
                  "{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}"),
              call("{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}"),
              call("{\"index\":0,\"function\":{\"arguments\":\"\\\"Paris\\\"}\"}}"),
              call(
                  "{\"index\":1,\"id\":\"call_2\",\"type\":\"function\",\"function\":{\"name\":\"time\",\"arguments\":\"\"}}"),
              call("{\"index\":1,\"function\":{\"arguments\":\"{}\"}}"),
              "{}");
    }
  }

  @Test
  void toolCallMayComeWhole() {
    Answer answer = Answer.calling("time", "{}").toolPieces(0);
    try (Simulator simulator = Simulator.start(Script.always(answer))) {
      List<String> deltas = deltas(RawClient.askForStream(simulator));

      assertThat(deltas.get(1))
          .isEqualTo(
              call(
                  "{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"time\",\"arguments\":\"{}\"}}"));
      assertThat(deltas).hasSize(3);
    }
  }

  @Test
  void plainToolCallHasNoTextAndItsOwnFinishReason() {
    Answer answer = Answer.calling("time", "{\"zone\":\"CET\"}");
    try (Simulator simulator = Simulator.start(Script.always(answer))) {
      Heard heard = RawClient.ask(simulator);

      assertThat(heard.body())
          .contains(
              """
              "message":{"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"call_1",\
              "type":"function","function":{"name":"time","arguments":"{\\"zone\\":\\"CET\\"}"}}]},\
              "logprobs":null,"finish_reason":"tool_calls\"\
              """);
    }
  }

  @Test
  void reasoningComesBeforeText() {
    Answer answer = Answer.text("4").reasoning("2", " + 2");
    try (Simulator simulator = Simulator.start(Script.always(answer))) {
      assertThat(deltas(RawClient.askForStream(simulator)))
          .containsExactly(
              "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}",
              "{\"reasoning_content\":\"2\"}",
              "{\"reasoning_content\":\" + 2\"}",
              "{\"content\":\"4\"}",
              "{}");
      assertThat(RawClient.ask(simulator).body())
          .contains("\"reasoning_content\":\"2 + 2\"", "\"reasoning_tokens\":2");
    }
  }

  @Test
  void refusalIsTold() {
    try (Simulator simulator = Simulator.start(Script.always(Answer.pieces().refusal("No.")))) {
      assertThat(deltas(RawClient.askForStream(simulator))).contains("{\"refusal\":\"No.\"}");
      assertThat(RawClient.ask(simulator).body()).contains("\"content\":\"\",\"refusal\":\"No.\"");
    }
  }

  @Test
  void severalChoicesComeInOneAnswer() {
    String ask = "{\"model\":\"m\",\"n\":2,\"messages\":[],\"stream\":%s}";
    try (Simulator simulator = Simulator.start(Script.always(Answer.text("Hi")))) {
      Heard plain = RawClient.ask(simulator, ask.formatted(false));
      Heard streamed = RawClient.ask(simulator, ask.formatted(true));

      assertThat(plain.json().array("choices").orElseThrow().size()).isEqualTo(2);
      assertThat(streamed.events().stream().filter(event -> event.contains("\"index\":1")))
          .hasSize(3);
    }
  }

  @Test
  void answerMayHaveAnotherModelFinishAndHeaders() {
    Answer answer = Answer.text("Hi").model("gpt-4o-2024").finish("length").header("x-odd", "yes");
    try (Simulator simulator = Simulator.start(Script.always(answer))) {
      Heard heard = RawClient.ask(simulator);

      assertThat(heard.json().text("model")).contains("gpt-4o-2024");
      assertThat(heard.body()).contains("\"finish_reason\":\"length\"");
      assertThat(heard.header("x-odd")).isEqualTo("yes");
    }
  }

  @Test
  void streamMayEndWithoutDone() {
    try (Simulator simulator = Simulator.start(Script.always(Answer.text("Hi").withoutDone()))) {
      Heard heard = RawClient.askForStream(simulator);

      assertThat(heard.how()).isEqualTo(How.WHOLE);
      assertThat(heard.events()).hasSize(3).doesNotContain("[DONE]");
    }
  }

  @Test
  void textIsCutBetweenCharactersAndNowhereElse() {
    String text = "Smile 😀 äöü \"quoted\" \\ and\ttabbed\n";
    try (Simulator simulator = Simulator.start(Script.always(Answer.text(text).writesOf(1)))) {
      assertThat(RawClient.askForStream(simulator).text()).isEqualTo(text);
      assertThat(RawClient.ask(simulator).text()).isEqualTo(text);
    }
  }

  @Test
  void sameSeedSaysTheSameWords() {
    assertThat(Answer.words(50, 7)).isEqualTo(Answer.words(50, 7));
    assertThat(Answer.words(50, 7)).isNotEqualTo(Answer.words(50, 8));
  }

  @Test
  void paceHoldsInBothForms() {
    Answer answer = Answer.pieces("a", "b", "c").pace(Duration.ofMillis(30));
    try (Simulator simulator = Simulator.start(Script.always(answer))) {
      RawClient.askForStream(simulator);
      RawClient.ask(simulator);

      assertThat(simulator.requests())
          .allSatisfy(request ->
              assertThat(request.awaitEnding(Duration.ofSeconds(1)).after())
                  .isBetween(Duration.ofMillis(90), Duration.ofSeconds(1)));
    }
  }

  @Test
  void bytesMayTrickle() {
    Answer answer = Answer.text("Hi").writesOf(100, Duration.ofMillis(20));
    try (Simulator simulator = Simulator.start(Script.always(answer))) {
      Heard heard = RawClient.ask(simulator);

      Duration took = simulator.requests().getFirst().awaitEnding(Duration.ofSeconds(1)).after();
      assertThat(heard.text()).isEqualTo("Hi");
      assertThat(took).isGreaterThan(Duration.ofMillis(20L * (heard.raw().length() / 100 - 1)));
    }
  }

  private static String choicesOf(String event) {
    return event.startsWith("{")
        ? Json.parseObject(event).get("choices").orElseThrow().toJson()
        : event;
  }

  private static String choice(String delta, String finish) {
    return "[{\"index\":0,\"delta\":"
        + delta
        + ",\"logprobs\":null,\"finish_reason\":"
        + finish
        + "}]";
  }

  private static String call(String call) {
    return "{\"tool_calls\":[" + call + "]}";
  }

  private static List<String> deltas(Heard heard) {
    return heard.events().stream()
        .filter(event -> event.startsWith("{"))
        .map(Json::parseObject)
        .flatMap(event -> event.array("choices").orElseThrow().objects())
        .map(choice -> choice.object("delta").map(JsonObject::toJson).orElseThrow())
        .toList();
  }
}
