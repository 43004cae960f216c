package dev.mainstay.splice;

import static dev.mainstay.splice.SpliceAssertions.ANCHOR;
import static dev.mainstay.splice.SpliceAssertions.NOTHING_MORE;
import static dev.mainstay.splice.SpliceAssertions.TEXT;
import static dev.mainstay.splice.SpliceAssertions.anchored;
import static dev.mainstay.splice.SpliceAssertions.assertFails;
import static dev.mainstay.splice.SpliceAssertions.assertShown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.model.FinishReason;
import dev.mainstay.splice.Spliced.Failed;
import dev.mainstay.splice.Spliced.Hold;
import dev.mainstay.splice.Spliced.Show;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 6.5, rule by rule: ends, and tool calls. */
class SpliceEndTest {
  @Nested
  class TheEnd {
    @Test
    void withNothingLeftToSayIsSuccessAfterStop() {
      assertShown(anchored(TEXT, ANCHOR), ANCHOR, "");
      assertShown(anchored(TEXT, ANCHOR), TEXT, "");
      assertShown(anchored(TEXT + "\n", ANCHOR), ANCHOR + "\n", "");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STOP")
    void withNothingSaidIsFailureOtherwise(FinishReason reason) {
      Splice splice = anchored(TEXT, ANCHOR);
      splice.add(ANCHOR);

      assertThat(splice.end(reason)).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STOP")
    void withNothingSaidIsFailureAfterARestartToo(FinishReason reason) {
      Splice splice = Splice.restart(TEXT);
      splice.add(TEXT);
      Splice exact = Splice.restartExact(TEXT);
      exact.add(TEXT);

      assertThat(splice.end(reason)).isInstanceOf(Failed.class);
      assertThat(exact.end(reason)).isInstanceOf(Failed.class);
      assertThat(exact.isFailed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void withNothingSaidIsTrustedWhereTheTargetIs(FinishReason reason) {
      Splice echo = Splice.echoedPrefill(TEXT, TEXT);
      echo.add(TEXT);

      assertThat(Splice.none().end(reason)).isEqualTo(NOTHING_MORE);
      assertThat(Splice.prefill(TEXT).end(reason)).isEqualTo(NOTHING_MORE);
      assertThat(echo.end(reason)).isEqualTo(NOTHING_MORE);
      assertThat(echo.isFailed()).isFalse();
    }

    @Test
    void beforeAllWasRepeatedIsFailure() {
      assertFails(anchored(TEXT, ANCHOR), "The quick");
      assertFails(anchored(TEXT, ANCHOR), "");
      assertFails(anchored(TEXT, ANCHOR), "fox jumps ov");
    }

    @ParameterizedTest
    @EnumSource
    void afterTextHasTheReasonThatItHas(FinishReason reason) {
      Splice splice = anchored(TEXT, ANCHOR);
      splice.add(ANCHOR + "er");

      assertThat(splice.end(reason)).isEqualTo(NOTHING_MORE);
    }
  }

  @Nested
  class ToolCall {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "I will look it up.",
          "Look (it is \"here!\")",
          "\u6211\u67e5\u4e00\u4e0b\u3002 ",
          "- first item\n"
        })
    void withoutTextMayFollowASentenceOrALine(String text) {
      Splice splice = Splice.restart(text);

      assertThat(splice.add(" ")).isEqualTo(new Hold());
      assertThat(splice.toolCall()).isEqualTo(NOTHING_MORE);
      assertThat(splice.isJoined()).isTrue();
      assertThat(splice.end(FinishReason.TOOL_CALLS)).isEqualTo(NOTHING_MORE);
    }

    @Test
    void withoutTextMayNotFollowElsewhere() {
      Splice splice = anchored(TEXT, ANCHOR);

      assertThat(splice.toolCall()).isInstanceOf(Failed.class);
      assertThat(splice.end(FinishReason.TOOL_CALLS)).isInstanceOf(Failed.class);
    }

    @Test
    void withoutTextMayNotFollowWhereTheTextIsComparedExactly() {
      assertThat(Splice.restartExact("Let me see.\n").toolCall()).isInstanceOf(Failed.class);
    }

    @Test
    void withoutTextBeginsTheAnswerOfATrustedTarget() {
      Splice splice = Splice.prefill(TEXT);
      assertThat(splice.isJoined()).isFalse();

      assertThat(splice.toolCall()).isEqualTo(NOTHING_MORE);

      assertThat(splice.isJoined()).isTrue();
    }

    @Test
    void mayFollowTheAnchorWithoutMoreText() {
      Splice splice = anchored(TEXT, ANCHOR);
      splice.add(ANCHOR);

      assertThat(splice.toolCall()).isEqualTo(NOTHING_MORE);
      assertThat(splice.end(FinishReason.TOOL_CALLS)).isEqualTo(NOTHING_MORE);
    }

    @Test
    void mayNotFollowHalfOfTheAnchor() {
      Splice splice = anchored("The quick brown fox.", "The quick brown fox.");
      splice.add("The quick");

      assertThat(splice.toolCall()).isInstanceOf(Failed.class);
    }
  }

  @Nested
  class TextAfterABareToolCall {
    private static final String SENTENCE = "It was a dark night. And it rained.";
    private final Splice splice = Splice.anchored(SENTENCE, Anchor.of(SENTENCE).orElseThrow());

    @Test
    void isAFailureSinceItIsNotProven() {
      assertThat(splice.toolCall()).isEqualTo(NOTHING_MORE);
      assertThat(splice.add(" Sure, here is the rest.")).isInstanceOf(Failed.class);
      assertThat(splice.toolCall()).isInstanceOf(Failed.class);
    }

    @Test
    void isAFailureAfterASecondCallToo() {
      splice.toolCall();
      splice.toolCall();

      assertThat(splice.add("Sure")).isInstanceOf(Failed.class);
    }

    @Test
    void isDroppedWhereItIsWhitespace() {
      splice.toolCall();

      assertThat(splice.add("\n ")).isEqualTo(new Hold());
      assertThat(splice.end(FinishReason.TOOL_CALLS)).isEqualTo(NOTHING_MORE);
    }

    @Test
    void isShownWhereTextBeforeTheCallHasProvenTheJoint() {
      splice.add(SENTENCE + " Wait.");
      splice.toolCall();

      assertThat(splice.add(" Done.")).isEqualTo(new Show(" Done."));
    }
  }
}
