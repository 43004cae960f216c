package dev.mainstay;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.calls;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.call.AnswerFormatException;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.json.Json;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Choice;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Tool;
import dev.mainstay.model.ToolCall;
import dev.mainstay.provider.Deployment;
import dev.mainstay.schema.JsonReadException;
import dev.mainstay.testing.ScriptedProvider;
import dev.mainstay.testing.ScriptedProvider.Action;
import dev.mainstay.time.ManualTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An answer in the form of a record. */
class StructuredOutputTest {
  record City(String name, int people) {}

  private static final ChatRequest REQUEST =
      ChatRequest.builder("chat").user("The largest city?").responseFormat(City.class).build();

  @Test
  void recordIsAskedForStrictlyAndReadBack() {
    ScriptedProvider provider = new ScriptedProvider(new ManualTime());
    provider.always("m", answer("{\"name\": \"Tokyo\", \"people\": 37000000}"));

    assertThat(ask(provider).as(City.class)).isEqualTo(new City("Tokyo", 37_000_000));
    assertThat(provider.requests().getFirst().json().object("response_format"))
        .hasValue(
            Json.parseObject(
                """
                {"type":"json_schema","json_schema":{"name":"City","strict":true,"schema":
                  {"type":"object","properties":{"name":{"type":"string"},
                    "people":{"type":"integer"}},
                   "required":["name","people"],"additionalProperties":false}}}
                """));
  }

  @Test
  void answerOfAnotherFormIsAnErrorThatNamesTheMemberAndHasTheAnswer() {
    assertThatThrownBy(
            () -> asking(answer("{\"name\": \"Tokyo\", \"people\": \"many\"}")).as(City.class))
        .isInstanceOfSatisfying(
            AnswerFormatException.class,
            e -> {
              assertThat(e)
                  .hasMessage(
                      "UnparsableAnswer: the answer is not a City: people must be a whole number,"
                          + " -2147483648 to 2147483647, but it is the string \"many\"");
              assertThat(e.partial().orElseThrow().text()).contains("many");
              assertThat(e.failure().withoutQuoted().messageToCaller())
                  .isEqualTo("the answer is not a City");
            });
  }

  @Test
  void answerCutOffByTheLimitIsNotReadEvenWhereItWouldParse() {
    assertRefused(
        new Action[] {
          says(
              new TextDelta("{\"name\": \"Tokyo\", \"people\": 3}"),
              new Finished(FinishReason.LENGTH, "length"))
        },
        "Truncated: the answer was cut off by the limit on tokens; ask with a higher maxTokens");
  }

  @Test
  void refusalFilterAndToolCallsAreToldAsWhatTheyAre() {
    assertRefused(
        new Action[] {says(new RefusalDelta("I would rather not.")), finishes()},
        "MalformedAnswer: the model refused to answer: I would rather not.");
    assertRefused(
        new Action[] {
          says(new TextDelta("{"), new Finished(FinishReason.CONTENT_FILTER, "content_filter"))
        },
        "MalformedAnswer: a filter stopped the answer");
    assertRefused(
        new Action[] {calls(0, "c", "look_up", "{}"), finishes()},
        "MalformedAnswer: the model asks for tools in place of an answer; give it the results of"
            + " [look_up] first");
  }

  @Test
  void partialAnswerIsNotRead() {
    ChatResponse whole = asking(answer("{}"));
    ChatResponse partial =
        new ChatResponse(
            "", "", List.of(Choice.empty(0)), whole.usage(), whole.json(), whole.metadata());

    assertThatThrownBy(() -> partial.as(City.class))
        .isInstanceOf(AnswerFormatException.class)
        .hasMessage("Truncated: the answer is not whole");
  }

  @Test
  void toolIsDescribedByARecordAndItsArgumentsAreReadAsOne() {
    record Nothing() {}

    Tool tool = Tool.function("city", "Looks a city up", City.class);

    assertThat(tool.json().toJson()).contains("\"required\":[\"name\",\"people\"]");
    assertThat(new ToolCall("c", "city", "{\"name\":\"Bonn\",\"people\":1}").as(City.class))
        .isEqualTo(new City("Bonn", 1));
    assertThat(new ToolCall("c", "now", "").as(Nothing.class)).isEqualTo(new Nothing());
    assertThatThrownBy(() -> new ToolCall("c", "city", "{\"name\":1}").as(City.class))
        .isInstanceOf(JsonReadException.class)
        .hasMessage("name must be a string, but it is the number 1");
  }

  private static void assertRefused(Action[] answer, String message) {
    assertThatThrownBy(() -> asking(answer).as(City.class))
        .isInstanceOf(AnswerFormatException.class)
        .hasMessage(message);
  }

  private static ChatResponse asking(Action... answer) {
    return ask(new ScriptedProvider(new ManualTime()).always("m", answer));
  }

  private static ChatResponse ask(ScriptedProvider provider) {
    try (Mainstay mainstay =
        Mainstay.builder()
            .time(new ManualTime())
            .provider("scripted", provider)
            .group("chat", Deployment.of("scripted/m"))
            .build()) {
      return mainstay.chat(REQUEST);
    }
  }
}
