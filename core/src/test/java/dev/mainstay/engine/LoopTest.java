package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static dev.mainstay.testing.ScriptedProvider.finishes;
import static dev.mainstay.testing.ScriptedProvider.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.testing.ScriptedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS 6.1: what the loop guard ends is final. */
@Timeout(20)
class LoopTest {
  private static final String FIRST = "Once upon a time there was a king ";

  private final World world =
      new World().group("chat", "a", "b").group("backup", "c").fallback("chat", "backup");

  @ParameterizedTest
  @EnumSource(Mode.class)
  void loopEndsTheCallAndNobodyElseIsAsked(Mode mode) {
    world.loopGuard(3).provider.always("a", loop()).always("b", loop()).always("c", answer("Hi"));

    MainstayException exception = world.fail(mode);

    assertThat(exception.failure()).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(exception).hasMessageContaining("repeats itself");
    assertThat(world.provider.asked()).hasSize(1);
    assertThat(world.provider.open()).isZero();
    assertThat(world.time.pendingTimers()).isZero();
  }

  @Test
  void readerHasWhatCameBeforeTheLoopWasPlain() {
    world.loopGuard(3).provider.always("a", loop()).always("b", loop());

    MainstayException exception = world.fail(Mode.STREAMED);

    assertThat(exception.partial().orElseThrow().text()).isEqualTo("So: again again ");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void loopIsAnAnswerLikeAnyOtherByDefault(Mode mode) {
    world.provider.always("a", loop()).always("b", loop());

    assertThat(world.call(mode).text()).isEqualTo("So: " + "again ".repeat(4));
  }

  @Test
  void loopOfTextThatIsNotYetShownEndsTheCallWithTheBreak() {
    String song = "la-la-la, and she sang on ";
    World one = single().loopGuard(2);
    one.provider
        .next("a", says(song), breaks(Failures.truncated()))
        .next("a", says("la-"), says("la-"), says("la, and she sang on and on"), finishes());

    MainstayException exception = one.fail(Mode.STREAMED);

    assertThat(exception.partial().orElseThrow().text()).isEqualTo(song);
    assertThat(exception.failure()).isEqualTo(Failures.truncated());
    assertThat(World.outcomes(exception.metadata().attempts()))
        .containsExactly("Truncated", "MalformedAnswer");
    assertThat(one.provider.asked()).hasSize(2);
  }

  @Test
  void recoveredAnswerThatFallsIntoALoopIsFinal() {
    World one = single().loopGuard(3);
    one.provider
        .next("a", says(FIRST), breaks(Failures.truncated()))
        .next("a", says(FIRST), says("who "), says("who "), says("who "), finishes());

    MainstayException exception = one.fail(Mode.STREAMED);

    assertThat(exception.partial().orElseThrow().text()).isEqualTo(FIRST + "who who ");
    assertThat(exception.failure()).isInstanceOf(Failure.MalformedAnswer.class);
    assertThat(one.provider.asked()).hasSize(2);
  }

  private static World single() {
    World one = new World().group("chat", "a").group("backup", "c").fallback("chat", "backup");
    one.provider.always("c", answer("Hi"));
    return one;
  }

  private static ScriptedProvider.Action[] loop() {
    return new ScriptedProvider.Action[] {
      says("So: "), says("again "), says("again "), says("again "), says("again "), finishes()
    };
  }
}
