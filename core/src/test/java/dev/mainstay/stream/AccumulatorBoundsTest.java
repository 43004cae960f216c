package dev.mainstay.stream;

import static dev.mainstay.stream.AccumulatorTest.METADATA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.Choice;
import dev.mainstay.model.FinishReason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** However long a stream is, what is kept of it is bounded; a plain answer is kept whole. */
class AccumulatorBoundsTest {
  private static final Finished STOP = new Finished(FinishReason.STOP, "end_turn");

  private final Accumulator accumulator = new Accumulator();

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

  /** A character has two bytes at most. */
  @Test
  void fourMebibytesAreKeptAndNoMore() {
    add(new TextDelta("\u20ac".repeat(4 * 1024 * 1024 / 2)));
    assertThat(accumulator.isCut()).isFalse();

    add(new TextDelta("x"));
    assertThat(accumulator.isCut()).isTrue();
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
  void idsAndNamesOfToolCallsFillNoMemoryEither() {
    String half = "x".repeat(Accumulator.MAX_KEPT / 2);
    add(new ToolCallDelta(0, half, half, ""));

    assertThat(accumulator.isCut()).isTrue();
  }

  @Test
  void toolCallInManySmallPiecesIsKeptWhole() {
    for (int i = 0; i < 20_000; i++) {
      add(new ToolCallDelta(0, "", "", "x"));
    }

    assertThat(accumulator.isCut()).isFalse();
    assertThat(accumulator.response(METADATA).toolCalls().getFirst().arguments()).hasSize(20_000);
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
    return Json.parseObject(
        String.format(
                Locale.ROOT,
                "{'choices':[{'index':%d,'delta':{'reasoning_details':[{'type':'reasoning.encrypted'}]}}]}",
                choice)
            .replace('\'', '"'));
  }

  @Test
  void plainAnswerIsKeptWholeHoweverLong() {
    Accumulator whole = Accumulator.ofWhole();
    whole.add(ChatChunk.of(new TextDelta("x".repeat(3 * Accumulator.MAX_KEPT))));

    assertThat(whole.isCut()).isFalse();
    assertThat(whole.response(METADATA).text()).hasSize(3 * Accumulator.MAX_KEPT);
  }

  private void add(ChatEvent... events) {
    accumulator.add(ChatChunk.of(events));
  }
}
