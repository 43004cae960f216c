package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.FinishReason;
import dev.mainstay.model.Usage;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 6.1: output behind a finish reason revokes it, and what is believed after that. */
class SemanticEndTest {
  private static final ChatEvent TEXT = new TextDelta("a");
  private static final ChatEvent THOUGHT = new ReasoningDelta("hm");
  private static final ChatEvent STOP = new Finished(FinishReason.STOP, "stop");
  private static final ChatEvent USAGE =
      new UsageReported(new Usage(1, 2, 3, OptionalLong.empty(), OptionalLong.empty()));

  private final SemanticEnd end = new SemanticEnd(1);

  @Test
  void isToldByTheFinishReasonAndBelievedBehindTwoPieces() {
    hear(TEXT);
    hear(TEXT);
    assertThat(end.isTold()).isFalse();
    assertThat(end.isBelieved()).isFalse();

    hear(STOP);
    assertThat(end.isTold()).isTrue();
    assertThat(end.isBelieved()).isTrue();
  }

  @Test
  void isRevokedByOutputAndThenBelievedOnlyWithUsageBehindIt() {
    hear(TEXT, STOP);
    hear(TEXT);
    assertThat(end.isTold()).isFalse();

    hear(STOP);
    assertThat(end.isTold()).isTrue();
    assertThat(end.isBelieved()).isFalse();
    assertThat(end.isBelievedOfWholeBody()).isFalse();

    hear(USAGE);
    assertThat(end.isBelieved()).isTrue();
    hear();
    assertThat(end.isBelieved()).isTrue();
  }

  @Test
  void textWithoutAnythingInItRevokesNothing() {
    hear(TEXT);
    hear(TEXT);
    hear(STOP);
    hear(new TextDelta(""));

    assertThat(end.isBelieved()).isTrue();
  }

  @Test
  void chunkThatSaysNothingProvesNothing() {
    hear(STOP);
    hear(TEXT, STOP);

    hear();
    hear(new TextDelta(""));

    assertThat(end.isBelieved()).isFalse();
  }

  @Test
  void otherChoiceThatSaysNothingMayStandBesideTheUsage() {
    hear(TEXT);
    hear(TEXT);
    hear(TEXT, STOP);
    hear(new OtherChoice(1, TEXT));
    assertThat(end.isBelieved()).isFalse();

    hear(new OtherChoice(1, new TextDelta("")), USAGE);
    assertThat(end.isBelieved()).isTrue();
  }

  @Test
  void usageBeforeTheEndOrBesideItIsNotBehindIt() {
    hear(TEXT);
    hear(TEXT);
    hear(TEXT, STOP, USAGE);
    assertThat(end.isBelieved()).isFalse();

    hear(STOP, USAGE);
    assertThat(end.isBelieved()).isFalse();
  }

  @Test
  void usageThatWasToldBeforeProvesNothing() {
    hear(USAGE);
    hear(TEXT);
    hear(TEXT);
    hear(TEXT, STOP);
    hear(USAGE);
    assertThat(end.isBelieved()).isFalse();

    SemanticEnd other = new SemanticEnd(1);
    for (int i = 0; i < 5; i++) {
      other.hear(ChatChunk.of(TEXT, STOP));
      other.hear(ChatChunk.of(USAGE));
      assertThat(other.isBelieved()).isFalse();
    }
    assertThat(other.isBelievedOfWholeBody()).isFalse();
  }

  @Test
  void outputOrAnEndBehindTheUsageIsBehindItNoMore() {
    hear(TEXT);
    hear(TEXT);
    hear(TEXT, STOP);
    hear(USAGE);
    assertThat(end.isBelieved()).isTrue();
    hear(STOP);
    assertThat(end.isBelieved()).isFalse();

    hear(TEXT, STOP);
    assertThat(end.isTold()).isTrue();
    assertThat(end.isBelieved()).isFalse();
  }

  @Test
  void isEveryChoices() {
    SemanticEnd two = new SemanticEnd(2);

    two.hear(ChatChunk.of(TEXT, new OtherChoice(1, TEXT)));
    two.hear(ChatChunk.of(TEXT, new OtherChoice(1, TEXT)));
    two.hear(ChatChunk.of(STOP));
    two.hear(ChatChunk.of(STOP));
    assertThat(two.isTold()).isFalse();
    two.hear(ChatChunk.of(new OtherChoice(1, STOP)));
    assertThat(two.isBelieved()).isTrue();
    two.hear(ChatChunk.of(new OtherChoice(1, TEXT)));
    assertThat(two.isTold()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"city\": ", "{", "{\"a\":\"}", ""})
  void isNotBelievedInMidCallButWithUsageBehindIt(String arguments) {
    hear(TEXT);
    hear(TEXT);
    hear(call(0, "{}"), call(1, arguments), STOP);
    assertThat(end.isTold()).isTrue();
    assertThat(end.isBelieved()).isFalse();
    hear(STOP);
    assertThat(end.isBelieved()).isFalse();
    assertThat(end.isBelievedOfWholeBody()).isFalse();

    hear(USAGE);
    assertThat(end.isBelieved()).isTrue();
    assertThat(end.isBelievedOfWholeBody()).isTrue();
  }

  @Test
  void callsBeyondSixteenKiAreNotWatched() {
    hear(call(0, "{"));
    for (int i = 1; i < 16 * 1024; i++) {
      hear(call(i, "{}"));
    }
    hear(call(16 * 1024, "{"));
    hear(call(0, "}"));
    hear(STOP);

    assertThat(end.isBelieved()).isTrue();
  }

  @Test
  void isNotBelievedInMidCallInAChunkOfItsOwnEither() {
    hear(call(0, "{\"city\": "));
    hear(STOP);
    assertThat(end.isBelieved()).isFalse();

    hear(STOP);
    assertThat(end.isBelieved()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*** Begin Patch", "{}"})
  void isBelievedInAChunkOfItsOwnBehindACallThatHasNoObjectOpen(String arguments) {
    hear(TEXT);
    hear(call(0, arguments));
    hear(STOP);

    assertThat(end.isBelieved()).isTrue();
  }

  @Test
  void isBelievedBesideCallsThatAreWhole() {
    hear(TEXT);
    hear(call(0, "{\"a\":"));
    hear(call(0, "1}"), call(1, "{}"), STOP);

    assertThat(end.isBelievedOfEndedBody()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"LENGTH", "CONTENT_FILTER"})
  void isBelievedInMidCallWhereItSaysThatItCuts(FinishReason reason) {
    hear(call(0, "{\"city\": "), new Finished(reason, "cut"));

    assertThat(end.isBelieved()).isTrue();
  }

  @Test
  void isDoubtedForTheChoiceWhoseCallIsCut() {
    SemanticEnd two = new SemanticEnd(2);

    two.hear(ChatChunk.of(TEXT, new OtherChoice(1, TEXT)));
    two.hear(ChatChunk.of(call(0, "{}"), STOP));
    two.hear(ChatChunk.of(new OtherChoice(1, call(0, "{")), new OtherChoice(1, STOP)));
    assertThat(two.isTold()).isTrue();
    assertThat(two.isBelieved()).isFalse();
  }

  @Test
  void isNotBelievedBehindAThoughtAloneUnlessTheBodyEnds() {
    hear(THOUGHT);
    hear(STOP);
    assertThat(end.isTold()).isTrue();
    assertThat(end.isBelieved()).isFalse();
    assertThat(end.isBelievedOfWholeBody()).isTrue();

    hear(USAGE);
    assertThat(end.isBelieved()).isFalse();
  }

  @Test
  void isNotBelievedOfAWholeBodyWhereItWasWrongOnce() {
    hear(THOUGHT, STOP);
    hear(THOUGHT, STOP);

    assertThat(end.isBelievedOfWholeBody()).isFalse();
  }

  @Test
  void isBelievedBehindAThoughtThatWasFollowedByText() {
    hear(THOUGHT);
    hear(TEXT);
    hear(TEXT);
    hear(THOUGHT);
    hear(STOP);

    assertThat(end.isBelieved()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"LENGTH", "CONTENT_FILTER"})
  void isBelievedBehindAThoughtWhereItSaysThatItCuts(FinishReason reason) {
    hear(THOUGHT, new Finished(reason, "cut"));

    assertThat(end.isBelieved()).isTrue();
  }

  @Test
  void isDoubtedForTheChoiceThatHasOnlyThought() {
    SemanticEnd two = new SemanticEnd(2);

    two.hear(ChatChunk.of(TEXT, new OtherChoice(1, THOUGHT)));
    two.hear(ChatChunk.of(STOP, new OtherChoice(1, STOP)));
    assertThat(two.isTold()).isTrue();
    assertThat(two.isBelieved()).isFalse();
  }

  @Test
  void isNotBelievedBehindOnePieceUnlessTheBodyTellsItsEnd() {
    hear(THOUGHT);
    hear(TEXT);
    hear(STOP);
    assertThat(end.isTold()).isTrue();
    assertThat(end.isBelieved()).isFalse();
    assertThat(end.isBelievedOfEndedBody()).isFalse();
    assertThat(end.isBelievedOfWholeBody()).isTrue();

    hear(STOP);
    hear();
    hear(USAGE);
    assertThat(end.isBelieved()).isFalse();
    assertThat(end.isBelievedOfEndedBody()).isFalse();
  }

  @Test
  void isNotBelievedBesideOutputUnlessTheBodyEndsOrUsageFollows() {
    hear(TEXT);
    hear(TEXT, STOP);
    assertThat(end.isBelievedOfEndedBody()).isFalse();
    assertThat(end.isBelievedOfWholeBody()).isTrue();

    SemanticEnd later = new SemanticEnd(1);
    later.hear(ChatChunk.of(TEXT));
    later.hear(ChatChunk.of(TEXT));
    later.hear(ChatChunk.of(THOUGHT, STOP));
    later.hear(ChatChunk.of(STOP));
    assertThat(later.isBelieved()).isFalse();
    assertThat(later.isBelievedOfEndedBody()).isTrue();

    later.hear(ChatChunk.of(USAGE));
    assertThat(later.isBelieved()).isTrue();
  }

  @Test
  void isNotBelievedBehindOneCall() {
    hear(call(0, ""));
    hear(new ToolCallDelta(0, "", "", "{\"a\":"));
    hear(new ToolCallDelta(0, "", "", "1}"));
    hear(STOP);
    assertThat(end.isBelieved()).isFalse();
    assertThat(end.isBelievedOfWholeBody()).isTrue();
  }

  @Test
  void argumentsOfACallThatHasNoneStandBesideNoEnd() {
    hear(TEXT);
    hear(call(0, ""));
    hear(new ToolCallDelta(0, "", "", "{}"), STOP);

    assertThat(end.isBelieved()).isTrue();
  }

  @Test
  void chunksOfOneEventAreOne() {
    end.hear(ChatChunk.of(TEXT), false);
    end.hear(ChatChunk.of(TEXT), true);
    end.hear(ChatChunk.of(TEXT), true);
    end.hear(ChatChunk.of(STOP), true);
    end.hear(ChatChunk.of(USAGE), true);
    assertThat(end.isTold()).isTrue();
    assertThat(end.isBelieved()).isFalse();
    assertThat(end.isBelievedOfEndedBody()).isFalse();

    end.hear(ChatChunk.of(USAGE), false);
    assertThat(end.isBelieved()).isFalse();
  }

  @Test
  void usageBeforeTheEndInTheSameEventIsNotBehindIt() {
    end.hear(ChatChunk.of(TEXT), false);
    end.hear(ChatChunk.of(USAGE), true);
    end.hear(ChatChunk.of(STOP), true);

    assertThat(end.isBelieved()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"LENGTH", "CONTENT_FILTER"})
  void isBelievedBesideTheFirstOutputWhereItSaysThatItCuts(FinishReason reason) {
    hear(TEXT, STOP);
    hear(new Finished(reason, "cut"));

    assertThat(end.isBelieved()).isTrue();
  }

  @Test
  void endOfARefusalCutsNothing() {
    hear(new RefusalDelta("No"), new Finished(FinishReason.CONTENT_FILTER, "stop"));

    assertThat(end.isBelieved()).isFalse();
  }

  @Test
  void isDoubtedForTheChoiceThatToldItEarly() {
    SemanticEnd two = new SemanticEnd(2);

    two.hear(ChatChunk.of(TEXT, new OtherChoice(1, TEXT)));
    two.hear(ChatChunk.of(TEXT, new OtherChoice(1, TEXT)));
    two.hear(ChatChunk.of(STOP, new OtherChoice(1, STOP)));
    assertThat(two.isBelieved()).isTrue();

    SemanticEnd late = new SemanticEnd(2);
    late.hear(ChatChunk.of(TEXT));
    late.hear(ChatChunk.of(TEXT));
    late.hear(ChatChunk.of(STOP, new OtherChoice(1, TEXT), new OtherChoice(1, STOP)));
    assertThat(late.isTold()).isTrue();
    assertThat(late.isBelieved()).isFalse();
  }

  private static ChatEvent call(int index, String arguments) {
    return new ToolCallDelta(index, "id", "f", arguments);
  }

  private void hear(ChatEvent... events) {
    end.hear(ChatChunk.of(events));
  }
}
