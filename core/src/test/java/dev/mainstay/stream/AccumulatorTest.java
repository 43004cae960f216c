package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.ChatResponse;
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
import dev.mainstay.model.Choice;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.ToolCall;
import dev.mainstay.model.Usage;
import dev.mainstay.text.TokenEstimate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AccumulatorTest {
  private static final CallMetadata METADATA =
      new CallMetadata(
          "call-1",
          "chat",
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          OptionalDouble.empty(),
          Duration.ZERO,
          Duration.ZERO);
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
  void streamThatNeverEndsFillsNoMemory() {
    Accumulator stream = new Accumulator();
    String piece = "x".repeat(1024 * 1024);
    for (int i = 0; i < 4; i++) {
      stream.add(ChatChunk.of(new TextDelta(piece), new OtherChoice(1, new ReasoningDelta("y"))));
    }
    stream.add(ChatChunk.of(new Finished(FinishReason.STOP, "stop")));

    ChatResponse response = stream.response(METADATA);
    assertThat(stream.isCut()).isTrue();
    assertThat(response.text().length()).isLessThanOrEqualTo(Accumulator.MAX_KEPT);
    assertThat(response.finishReason()).isEmpty();
  }

  @Test
  void toolCallWithoutEndFillsNoMemoryEither() {
    Accumulator stream = new Accumulator();
    String piece = "x".repeat(1024 * 1024);
    for (int i = 0; i < 4; i++) {
      stream.add(ChatChunk.of(new ToolCallDelta(0, "", "", piece)));
    }

    assertThat(stream.isCut()).isTrue();
    assertThat(stream.response(METADATA).toolCalls().getFirst().arguments().length())
        .isLessThanOrEqualTo(Accumulator.MAX_KEPT);
  }

  @Test
  void answerThatBeganAnewIsKeptAsMuchOf() {
    Accumulator stream = new Accumulator();
    String most = "x".repeat(Accumulator.MAX_KEPT);
    stream.add(ChatChunk.of(new TextDelta(most)));

    stream.add(ChatChunk.of(new ChatEvent.Restarted()));
    stream.add(ChatChunk.of(new TextDelta(most)));

    assertThat(stream.isCut()).isFalse();
    assertThat(stream.response(METADATA).text()).isEqualTo(most);
  }

  @Test
  void toolCallsWithoutEndFillNoMemory() {
    Accumulator stream = new Accumulator();
    for (int i = 0; i < Accumulator.MAX_KEPT; i++) {
      stream.add(ChatChunk.of(new ToolCallDelta(i, "", "", "")));
    }

    assertThat(stream.isCut()).isTrue();
    assertThat(stream.response(METADATA).toolCalls()).hasSizeLessThan(20_000);
  }

  @Test
  void thoughtsOfChoicesWithoutEndFillNoMemory() {
    Accumulator whole = Accumulator.ofWhole();
    for (int i = 0; i < 2_000; i++) {
      whole.add(new ChatChunk(List.of(), Optional.of(thoughtOf(i))));
    }
    whole.add(new ChatChunk(List.of(), Optional.of(thoughtOf(127))));

    List<Choice> choices = whole.response(METADATA).choices();
    assertThat(choices).extracting(Choice::index).hasSize(128).endsWith(127);
    assertThat(choices.getLast().message().json().array("reasoning_details").orElseThrow())
        .hasSize(2);
  }

  @Test
  void choicesWithoutEndFillNoMemory() {
    Accumulator stream = new Accumulator();
    for (int i = 0; i < 40_000; i++) {
      stream.add(ChatChunk.of(new OtherChoice(i, new TextDelta("")), new OtherChoice(i, STOP)));
    }

    assertThat(stream.isCut()).isTrue();
    assertThat(stream.choices()).isLessThan(20_000);
  }

  @Test
  void moreChoicesThanOpenAiHasAreKeptWhereTheyAreTold() {
    for (int i = 0; i < 200; i++) {
      add(new OtherChoice(i, new TextDelta("a")), new OtherChoice(i, STOP));
    }

    assertThat(accumulator.choices()).isEqualTo(200);
    assertThat(accumulator.isCut()).isFalse();
  }

  private static JsonObject thoughtOf(int choice) {
    return json(
        "{'choices':[{'index':%d,'delta':{'reasoning_details':[{'type':'reasoning.encrypted'}]}}]}"
            .formatted(choice));
  }

  @Test
  void plainAnswerIsKeptWholeHoweverLong() {
    Accumulator whole = Accumulator.ofWhole();
    whole.add(ChatChunk.of(new TextDelta("x".repeat(3 * Accumulator.MAX_KEPT))));

    assertThat(whole.isCut()).isFalse();
    assertThat(whole.response(METADATA).text()).hasSize(3 * Accumulator.MAX_KEPT);
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
