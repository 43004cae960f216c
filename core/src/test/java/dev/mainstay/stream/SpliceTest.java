package dev.mainstay.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.model.FinishReason;
import dev.mainstay.stream.Piece.Failed;
import dev.mainstay.stream.Piece.Hold;
import dev.mainstay.stream.Piece.Show;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 6.5, rule by rule. */
class SpliceTest {
  private static final String TEXT = "It was a dark night. The quick brown fox jumps ov";
  private static final String ANCHOR = "The quick brown fox jumps ov";
  private static final Show NOTHING_MORE = new Show("");

  @Nested
  class TheAnchor {
    @Test
    void isDroppedAndWhatFollowsItIsShown() {
      Splice splice = anchored(TEXT, ANCHOR);

      assertThat(splice.add("The quick ")).isEqualTo(new Hold());
      assertThat(splice.isJoined()).isFalse();
      assertThat(splice.add("brown fox jumps over")).isEqualTo(new Show("er"));
      assertThat(splice.isJoined()).isTrue();
      assertThat(splice.add(" the dog.")).isEqualTo(new Show(" the dog."));
      assertThat(splice.end(FinishReason.STOP)).isEqualTo(NOTHING_MORE);
    }

    @Test
    void isDroppedOnceEvenWhereTheSameWordsFollowAgain() {
      assertShown(anchored(TEXT, ANCHOR), ANCHOR + ANCHOR, ANCHOR);
    }

    @Test
    void thatIsNoEndOfTheTextIsAMistake() {
      assertThatThrownBy(() -> anchored(TEXT, "The quick brown"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Anchor.of");
    }
  }

  @Nested
  class AnotherTail {
    @Test
    void isDropped() {
      assertShown(anchored(TEXT, ANCHOR), "night. " + ANCHOR + "er.", "er.");
      assertShown(anchored(TEXT, ANCHOR), "fox jumps over.", "er.");
    }

    @Test
    void ofUnderTwelveCharactersIsFailure() {
      assertFails(anchored(TEXT, ANCHOR), "ox jumps over");
    }

    @Test
    void thatOccursTwiceIsFailure() {
      String text = "one two three four, one two three four";

      assertFails(anchored(text, text), "one two three four and five");
    }

    @Test
    void thatBeginsInsideACharacterIsFailure() {
      String text = "Il est n\u00e9 et fini par partir";

      assertFails(anchored(text, text), "\u0301 et fini par partir l\u00e0");
    }

    @Test
    void thatBeginsWithAQuotationMarkIsFailure() {
      String text = "She said: \u201cThe quick brown fox jumps ov";

      assertFails(anchored(text, ANCHOR), "\u201c" + ANCHOR + "\u201d er");
      assertFails(anchored(text, ANCHOR), "\"" + ANCHOR + "\" er");
      assertFails(
          anchored("\u201cHe said: \u201cOh! " + ANCHOR, ANCHOR), "\u201cOh! " + ANCHOR + "\u201d");
    }

    @Test
    void thatIsTheAnchorInMarksIsFailure() {
      String text = "Call `The quick brown fox jumps ov";

      assertFails(anchored(text, ANCHOR), "`" + ANCHOR + "` er");
      assertFails(anchored("\"" + ANCHOR, ANCHOR), "\"" + ANCHOR + "\" er");
    }
  }

  @Nested
  class Restarts {
    @Test
    void textThatWasToldAgainIsDropped() {
      assertShown(anchored(TEXT, ANCHOR), TEXT + "er.", "er.");
      assertShown(Splice.restart(TEXT), TEXT + "er.", "er.");
    }

    @Test
    void disagreeingBeforeTheTextIsOverIsFailure() {
      assertFails(Splice.restart(TEXT), "It was a dark day. " + ANCHOR + "er.");
    }

    @Test
    void anEndOfATextThatWasNotShownToTheTargetIsFailure() {
      assertFails(Splice.restart(TEXT), ANCHOR + "er.");
    }

    @Test
    void exactOneForgivesNothing() {
      assertShown(Splice.restartExact("{\"a\": "), "{\"a\": 1}", "1}");
      assertFails(Splice.restartExact("{\"a\": "), "{\"a\":1}");
      assertFails(Splice.restartExact("{\"a\": "), " {\"a\": 1}");
      assertFails(Splice.restartExact("{\"a\": \"\u2019"), "{\"a\": \"'\"}");
    }
  }

  @Nested
  class Forgiven {
    @Test
    void whitespaceBefore() {
      assertShown(anchored(TEXT, ANCHOR), "\n\n  " + ANCHOR + "er.", "er.");
    }

    @Test
    void codeFenceReopenedWhereTheTextEndsInsideOne() {
      String text = "Here:\n```python\ndef answer():\n    return 4";

      assertShown(
          anchored(text, "def answer():\n    return 4"),
          "```py\ndef answer():\n    return 42",
          "2");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "def answer():\n    return 4",
          "```python\nx = 1\n```\ndef answer():\n    return 4"
        })
    void codeFenceIsFailureElsewhere(String text) {
      assertFails(
          anchored(text, "def answer():\n    return 4"), "```py\ndef answer():\n    return 42");
    }

    @Test
    void kindsOfQuotesDashesAndSpacesAndRunsOfWhitespaceAndAccents() {
      String text = "\u201cIt\u2019s  a caf\u00e9\u00a0\u2014 so\nwhat\u201d, he said an";

      assertShown(
          Splice.restart(text), "\"It's a cafe\u0301 - so what\", he said and left", "d left");
    }

    @Test
    void nothingElse() {
      assertFails(anchored(TEXT, ANCHOR), "the quick brown fox jumps over");
      assertFails(anchored(TEXT, ANCHOR), "The quickbrown fox jumps over");
    }

    @Test
    void characterThatIsOneWithWhatFollowsIsFailure() {
      assertFails(
          anchored("We went to the cafe", "We went to the cafe"), "We went to the caf\u00e9");
      assertShown(
          anchored("We went to the cafe", "We went to the cafe"),
          "We went to the cafe\u0301",
          "\u0301");
    }
  }

  @Nested
  class WhitespaceAtTheJoint {
    @Test
    void isShownButForWhatTheTextEndsWithAlready() {
      assertShown(anchored(ANCHOR + "\n", ANCHOR), ANCHOR + "\n\n  x", "\n  x");
    }

    @Test
    void isNotShownWhereTheTextEndsWithItAndMore() {
      assertShown(anchored(ANCHOR + "\n\n", ANCHOR), ANCHOR + "\nx", "x");
      assertShown(anchored(ANCHOR + " ", ANCHOR), ANCHOR + "x", "x");
    }

    @Test
    void isDroppedWhereTheTwoDiffer() {
      assertShown(anchored(ANCHOR + " ", ANCHOR), ANCHOR + "\n\nx", "x");
    }

    @Test
    void isShownAsItIsWhereTheTextEndsWithNone() {
      assertShown(anchored(ANCHOR, ANCHOR), ANCHOR + " \n x", " \n x");
      assertShown(anchored(ANCHOR, ANCHOR), ANCHOR + "x", "x");
    }
  }

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
  class AnythingElse {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "Sure, here is the rest: The quick brown fox jumps over",
          "\"The quick brown fox jumps ov\" er the dog",
          "er the dog."
        })
    void isAFailureThatShowsNothingThenOrLater(String answer) {
      Splice splice = anchored(TEXT, ANCHOR);

      assertThat(splice.add(answer)).isInstanceOf(Failed.class);
      assertThat(splice.isJoined()).isFalse();
      assertThat(splice.add(ANCHOR + "er")).isInstanceOf(Failed.class);
      assertThat(splice.toolCall()).isInstanceOf(Failed.class);
      assertThat(splice.end(FinishReason.STOP)).isInstanceOf(Failed.class);
    }

    @Test
    void isHeldNoLongerThanTheTextAndSixtyFourCharacters() {
      Splice splice = anchored(TEXT, ANCHOR);

      assertThat(splice.add(" ".repeat(TEXT.length() + 63))).isEqualTo(new Hold());
      assertThat(splice.add(" ")).isInstanceOf(Failed.class);
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

  @Nested
  class APrefill {
    @Test
    void isTrusted() {
      assertShown(Splice.prefill(TEXT), "er the dog.", "er the dog.");
      assertShown(Splice.prefill(TEXT), "", "");
    }

    @Test
    void keepsToTheRuleAboutWhitespace() {
      assertShown(Splice.prefill("Hello "), " world", "world");
      assertShown(Splice.prefill("Hello "), "world", "world");
      assertShown(Splice.prefill("Hello"), " world", " world");
    }

    @Test
    void thatIsEchoedMustBeginWithWhatWasSent() {
      assertShown(Splice.echoedPrefill("wor", "Hello wor"), "Hello world", "ld");
      assertFails(Splice.echoedPrefill("wor", "Hello wor"), "world");
    }
  }

  @Test
  void halfACharacterWaitsForTheRestAndIsDroppedIfThatNeverComes() {
    Splice splice = anchored(ANCHOR, ANCHOR);

    assertThat(splice.add(ANCHOR + "\ud83d")).isEqualTo(new Hold());
    assertThat(splice.add("\ude00")).isEqualTo(new Show("\ud83d\ude00"));
    assertThat(splice.add("\ud83d")).isEqualTo(new Hold());
    assertThat(splice.end(FinishReason.STOP)).isEqualTo(NOTHING_MORE);
  }

  @Test
  void firstTextIsShownAsItIs() {
    assertShown(Splice.none(), " \nHello", " \nHello");
  }

  @Test
  @Timeout(10)
  void textThatRepeatsItselfForEverIsReadInTimeThatGrowsWithItsLength() {
    String text = "ab".repeat(50_000) + "!";
    Splice splice = anchored(text + "a", text.substring(text.length() - 30) + "a");

    for (int i = 0; i < text.length(); i++) {
      assertThat(splice.add(text.substring(i, i + 1))).isEqualTo(new Hold());
    }
    assertThat(splice.add("ab")).isEqualTo(new Show("b"));
  }

  private static Splice anchored(String text, String anchor) {
    return Splice.anchored(text, new Anchor(anchor));
  }

  private static void assertShown(Splice splice, String answer, String shown) {
    assertThat(splice.add(answer)).isEqualTo(shown.isEmpty() ? new Hold() : new Show(shown));
    assertThat(splice.end(FinishReason.STOP)).isEqualTo(NOTHING_MORE);
  }

  private static void assertFails(Splice splice, String answer) {
    assertThat(splice.add(answer)).isNotInstanceOf(Show.class);
    assertThat(splice.end(FinishReason.STOP)).isInstanceOf(Failed.class);
  }
}
