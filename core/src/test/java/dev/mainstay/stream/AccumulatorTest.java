package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.DeliveredAnswer;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Choice;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import dev.mainstay.text.TokenEstimate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AccumulatorTest {
  static final CallMetadata METADATA = CallMetadata.of("call-1", "chat");
  private static final Finished STOP = new Finished(FinishReason.STOP, "end_turn");

  private final Accumulator accumulator = new Accumulator();

  @Test
  void tokensOfEverySortOfEveryChoiceAreEstimated() {
    String some = "these are some words of the answer";
    long each = TokenEstimate.of(some);

    add(new TextDelta(some));
    assertThat(accumulator.estimatedTokens()).isEqualTo(each);
    add(new ReasoningDelta(some), new RefusalDelta(some));
    add(new ToolCallDelta(0, "c1", some, some));
    add(new OtherChoice(1, new TextDelta(some)));

    assertThat(accumulator.estimatedTokens()).isEqualTo(6 * each);
  }

  @Test
  void whatHasGoneOutOfTheFirstChoiceIsKnownBySort() {
    assertThat(accumulator.delivered()).isEqualTo(Delivered.nothing());
    add(new OtherChoice(1, new ReasoningDelta("Hm")));
    assertThat(accumulator.delivered()).isEqualTo(Delivered.nothing());

    add(new TextDelta("Hi"));
    assertThat(accumulator.delivered()).isEqualTo(new Delivered("Hi", false, false, false));
    add(new ReasoningDelta("Hm"));
    assertThat(accumulator.delivered()).isEqualTo(new Delivered("Hi", true, false, false));
    add(new RefusalDelta("No"));
    assertThat(accumulator.delivered()).isEqualTo(new Delivered("Hi", true, true, false));
    add(new ToolCallDelta(0, "c1", "f", "{}"));
    assertThat(accumulator.delivered()).isEqualTo(new Delivered("Hi", true, true, true));
  }

  @Test
  void nothingButWhatIsShownIsOutput() {
    assertThat(Delivered.nothing().isOutput()).isFalse();
    assertThat(Delivered.text("Hi").isOutput()).isTrue();
    assertThat(new Delivered("", true, false, false).isOutput()).isTrue();
    assertThat(new Delivered("", false, true, false).isOutput()).isTrue();
    assertThat(new Delivered("", false, false, true).isOutput()).isTrue();
  }

  @Test
  void answerThatIsGoneOnWithIsTheSameAsBefore() {
    add("{'id':'c1'}".replace('\'', '"'), new ReasoningDelta("Hm."), new TextDelta("Hi"));
    add(new RefusalDelta("No."), call(0, "a", "f", "{}"), call(1, "b", "g", "{"));
    details("{'type':'reasoning.encrypted','data':'x'}");
    UsageSum used = new UsageSum();
    used.payBy(usage -> OptionalDouble.of(7));
    used.addEstimate(ChatRequest.of("m", "Hello"), 5);

    DeliveredAnswer begun = accumulator.toGoOnWith("form", used);
    Accumulator other = Accumulator.goingOnWith(begun);
    UsageSum sum = UsageSum.of(begun);

    assertThat(other.response(METADATA).choices()).isEqualTo(response().choices());
    assertThat(other.id()).isEqualTo("c1");
    assertThat(other.isCut()).isFalse();
    assertThat(sum.usage()).isEqualTo(used.usage());
    assertThat(sum.toJson().flag("estimated")).hasValue(true);
    assertThat(sum.cost()).hasValue(7);
    assertThat(other.toGoOnWith("form", sum)).isEqualTo(begun);
  }

  @Test
  void cutAnswerThatIsGoneOnWithIsStillCut() {
    add(new TextDelta("x".repeat(Accumulator.MAX_KEPT + 1)));

    DeliveredAnswer begun = accumulator.toGoOnWith("", new UsageSum());

    assertThat(begun.isCut()).isTrue();
    assertThat(Accumulator.goingOnWith(begun).isCut()).isTrue();
  }

  @Test
  void restartForgetsWhatCameBefore() {
    Usage usage = new Usage(1, 2, 3, OptionalLong.empty(), OptionalLong.empty());
    add(new TextDelta("Hel"), new OtherChoice(1, new TextDelta("Hey")), new UsageReported(usage));

    add(new ChatEvent.Restarted());
    assertThat(accumulator.usage()).isEmpty();
    assertThat(accumulator.choices()).isZero();
    add(new TextDelta("Hi"));

    assertThat(response().text()).isEqualTo("Hi");
    assertThat(response().choices()).hasSize(1);
  }

  @Test
  void piecesOfEachSortAreJoined() {
    add(new ReasoningDelta("Let me "), new ReasoningDelta("see."));
    add(new TextDelta("Hel"));
    add();
    add(new TextDelta("lo"), new RefusalDelta("but "), new RefusalDelta("no"));
    add(STOP);

    assertThat(response().choices())
        .containsExactly(
            new Choice(
                0,
                "Hello",
                "Let me see.",
                "but no",
                List.of(),
                Optional.of(FinishReason.STOP),
                Optional.of("end_turn"),
                List.of()));
    assertThat(response().metadata()).isSameAs(METADATA);
  }

  @Test
  void thoughtsWithTheirSignaturesAreInTheMessageOfTheNextTurn() {
    JsonObject chunk =
        Json.parseObject(
            "{\"choices\":[{\"index\":0,\"delta\":{\"thinking_blocks\":[{\"type\":\"thinking\","
                + "\"thinking\":\"hm\",\"signature\":\"s\"}]}}]}");
    add(new ReasoningDelta("hm"));
    accumulator.add(new ChatChunk(List.of(), Optional.of(chunk)));
    add(new TextDelta("Hello"), call(0, "c", "f", "{}"), STOP);

    assertThat(response().choice().message().json())
        .isEqualTo(
            Json.parseObject(
                "{\"role\":\"assistant\",\"content\":\"Hello\",\"reasoning_content\":\"hm\","
                    + "\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}],"
                    + "\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"}]}"));
  }

  @Test
  void thoughtsThatComeInPiecesAreOneInTheMessageOfTheNextTurn() {
    details("{'type':'reasoning.text','text':'Let me ','index':0,'signature':null}");
    details("{'type':'reasoning.text','text':'see.','index':0}");
    details("{'type':'reasoning.text','text':'','signature':'s','index':0}");
    details("{'type':'reasoning.text','text':'Well.','index':0}");
    details("{'type':'reasoning.encrypted','data':'x','id':'a','index':1}");
    details("{'type':'reasoning.encrypted','data':'y','id':'b','index':1}");
    add(new TextDelta("Hello"), STOP);

    assertThat(response().message().json())
        .isEqualTo(
            json(
                "{'role':'assistant','content':'Hello','reasoning_details':["
                    + "{'type':'reasoning.text','text':'Let me see.','index':0,'signature':'s'},"
                    + "{'type':'reasoning.text','text':'Well.','index':0},"
                    + "{'type':'reasoning.encrypted','data':'x','id':'a','index':1},"
                    + "{'type':'reasoning.encrypted','data':'y','id':'b','index':1}]}"));
  }

  @Test
  void thoughtsOfAnotherTypeIndexOrIdAreThoughtsOfTheirOwn() {
    details("{'type':'reasoning.text','text':'a','index':0,'id':'1','format':'x'}");
    details("{'type':'reasoning.text','text':'b','index':0,'format':null}");
    details("{'type':'reasoning.text','text':'c','index':0,'id':'1'}");
    details("{'type':'reasoning.text','text':'d','index':0,'id':'2'}");
    details("{'type':'reasoning.text','text':'e','index':1,'id':'2'}");
    details("{'type':'reasoning.summary','summary':'f','index':1,'id':'2'}");

    assertThat(response().message().json().array("reasoning_details"))
        .hasValue(
            json("{'all':["
                    + "{'type':'reasoning.text','text':'abc','index':0,'id':'1','format':'x'},"
                    + "{'type':'reasoning.text','text':'d','index':0,'id':'2'},"
                    + "{'type':'reasoning.text','text':'e','index':1,'id':'2'},"
                    + "{'type':'reasoning.summary','summary':'f','index':1,'id':'2'}]}")
                .array("all")
                .orElseThrow());
  }

  private void details(String detail) {
    JsonObject chunk =
        json("{'choices':[{'index':0,'delta':{'reasoning_details':[" + detail + "]}}]}");
    accumulator.add(new ChatChunk(List.of(), Optional.of(chunk)));
  }

  private static JsonObject json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }

  @Test
  void toolCallsArePutTogetherByTheirIndexHoweverTheyInterleave() {
    add(call(1, "c2", "look", ""), call(0, "c1", "find", "{\"a\""));
    add(call(1, "", "", "{"), call(0, "", "", ":1"));
    add(call(0, "", "", "}"), call(1, "", "", "}"));

    assertThat(response().toolCalls())
        .containsExactly(new ToolCall("c1", "find", "{\"a\":1}"), new ToolCall("c2", "look", "{}"));
  }

  @Test
  void choicesAreKeptApartAndInOrder() {
    add(new OtherChoice(2, new TextDelta("third")));
    add(new TextDelta("first"), new OtherChoice(1, new TextDelta("sec")));
    add(new OtherChoice(1, new TextDelta("ond")), new OtherChoice(1, call(0, "c1", "f", "{}")));

    assertThat(response().choices()).extracting(Choice::index).containsExactly(0, 1, 2);
    assertThat(response().choices())
        .extracting(Choice::text)
        .containsExactly("first", "second", "third");
    assertThat(response().choices().get(1).toolCalls()).hasSize(1);
    assertThat(accumulator.choices()).isEqualTo(3);
  }

  @Test
  void answerIsFinishedWhenEveryChoiceThatCameIs() {
    assertThat(accumulator.isFinished()).isFalse();

    add(new UsageReported(usage(1)));
    assertThat(accumulator.isFinished()).isFalse();

    add(new TextDelta("a"), new OtherChoice(1, new TextDelta("b")));
    add(STOP);
    assertThat(accumulator.isFinished()).isFalse();

    add(new OtherChoice(1, STOP));
    assertThat(accumulator.isFinished()).isTrue();
  }

  @Test
  void lastUsageAndTheLastHeadThatWasToldCount() {
    add("{\"id\":\"\",\"model\":\"\"}");
    add("{\"id\":\"chatcmpl-1\",\"model\":\"gpt-4o\"}", new UsageReported(usage(1)));
    add("{\"id\":null,\"choices\":[]}");
    add("{\"id\":\"\",\"model\":\"\"}", new UsageReported(usage(2)));

    assertThat(response().id()).isEqualTo("chatcmpl-1");
    assertThat(response().model()).isEqualTo("gpt-4o");
    assertThat(response().usage()).hasValue(usage(2));
  }

  @Test
  void answerOfWhichNothingCameIsOneEmptyChoice() {
    assertThat(response())
        .isEqualTo(
            new ChatResponse(
                "", "", List.of(Choice.empty(0)), Optional.empty(), Optional.empty(), METADATA));
  }

  @Test
  void plainAnswerKeepsItsJson() {
    String json = "{\"object\":\"chat.completion\", \"id\":\"1\"}";

    add(json, new TextDelta("Hi"), STOP);

    assertThat(response().json().map(JsonObject::toJson)).hasValue(json);
  }

  @Test
  void streamHasNoJsonOfItsOwnBeItOneChunkOrMore() {
    add("{\"object\":\"chat.completion.chunk\"}", new TextDelta("Hi"), STOP);
    assertThat(response().json()).isEmpty();

    add("{\"object\":\"chat.completion\"}");
    assertThat(response().json()).isEmpty();
  }

  @Test
  void answerGivenOutStaysAsItIsWhenMoreComes() {
    add(new TextDelta("Hel"));
    ChatResponse partial = response();

    add(new TextDelta("lo"), STOP);

    assertThat(partial.text()).isEqualTo("Hel");
    assertThat(partial.finishReason()).isEmpty();
    assertThat(response().text()).isEqualTo("Hello");
  }

  private void add(ChatEvent... events) {
    accumulator.add(ChatChunk.of(events));
  }

  private void add(String json, ChatEvent... events) {
    accumulator.add(new ChatChunk(List.of(events), Optional.of(Json.parseObject(json))));
  }

  private ChatResponse response() {
    return accumulator.response(METADATA);
  }

  private static ToolCallDelta call(int index, String id, String name, String arguments) {
    return new ToolCallDelta(index, id, name, arguments);
  }

  private static Usage usage(long tokens) {
    return new Usage(tokens, tokens, 2 * tokens, OptionalLong.empty(), OptionalLong.empty());
  }
}
