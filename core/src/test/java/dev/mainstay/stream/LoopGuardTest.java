package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.Reach;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import org.junit.jupiter.api.Test;

/** SEMANTICS 6.1: the loop guard. */
class LoopGuardTest {
  private final LoopGuard guard = new LoopGuard(3);

  @Test
  void samePieceSoManyTimesRunningIsALoop() {
    assertThat(says("abc")).isFalse();
    assertThat(says("abc")).isFalse();
    assertThat(says("abc")).isTrue();
  }

  @Test
  void anotherPieceBetweenBeginsTheCountAnew() {
    assertThat(says("abc", "abc", "abd", "abc", "abc")).isFalse();
    assertThat(says("abc")).isTrue();
  }

  @Test
  void piecesOfTwoCharactersAreNoLoop() {
    assertThat(says("--", "--", "--", "--", "a", "a", "a", "a")).isFalse();
    assertThat(says("---", "---", "---")).isTrue();
  }

  @Test
  void charactersAreCodePoints() {
    assertThat(says("😀😀", "😀😀", "😀😀", "😀😀")).isFalse();
    assertThat(says("😀😀😀", "😀😀😀", "😀😀😀")).isTrue();
  }

  @Test
  void shortPieceBetweenBeginsTheCountAnew() {
    assertThat(says("abc", "abc", "x", "abc", "abc")).isFalse();
  }

  @Test
  void emptyPiecesAndChunksNeitherCountNorPart() {
    assertThat(says("abc", "", "abc")).isFalse();
    assertThat(closesLoop(guard, ChatChunk.of())).isFalse();
    assertThat(says("", "", "")).isFalse();
    assertThat(says("abc")).isTrue();
  }

  @Test
  void otherOutputBetweenBeginsTheCountAnewAndIsNoLoopItself() {
    ChatEvent thought = new ReasoningDelta("hmm");
    ChatEvent call = new ToolCallDelta(0, "", "", "abc");

    assertThat(says("abc", "abc")).isFalse();
    assertThat(closesLoop(guard, ChatChunk.of(thought, thought, thought))).isFalse();
    assertThat(says("abc", "abc")).isFalse();
    assertThat(closesLoop(guard, ChatChunk.of(call, call, call))).isFalse();
    assertThat(says("abc", "abc")).isFalse();
  }

  @Test
  void choicesAreWatchedEachByItself() {
    ChatEvent first = new TextDelta("abc");
    ChatEvent second = new OtherChoice(1, first);

    assertThat(closesLoop(guard, ChatChunk.of(first, second, first, second))).isFalse();
    assertThat(closesLoop(guard, ChatChunk.of(second))).isTrue();
  }

  @Test
  void failureIsFinalAndNotTheDeploymentsFault() {
    for (int i = 0; i < 3; i++) {
      closesLoop(guard, ChatChunk.of(new TextDelta("again")));
    }

    Failure failure = guard.failure().orElseThrow();

    assertThat(failure).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(failure.isRetryable()).isFalse();
    assertThat(failure.reach()).isEqualTo(Reach.NOWHERE);
    assertThat(failure.cooldown()).isEqualTo(Cooldown.NONE);
    assertThat(failure.message()).contains("3 times");
  }

  @Test
  void twoTimesMayBeALoop() {
    LoopGuard two = new LoopGuard(2);

    assertThat(closesLoop(two, ChatChunk.of(new TextDelta("abc")))).isFalse();
    assertThat(closesLoop(two, ChatChunk.of(new TextDelta("abc")))).isTrue();
  }

  @Test
  void oneTimeIsNoRepetition() {
    assertThatThrownBy(() -> new LoopGuard(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2");
  }

  private boolean says(String... pieces) {
    boolean loop = false;
    for (String piece : pieces) {
      loop |= closesLoop(guard, ChatChunk.of(new TextDelta(piece)));
    }
    return loop;
  }

  private static boolean closesLoop(LoopGuard guard, ChatChunk chunk) {
    boolean passes = !guard.add(chunk).isEmpty();
    assertThat(guard.failure().isPresent()).isEqualTo(!passes);
    return !passes;
  }
}
