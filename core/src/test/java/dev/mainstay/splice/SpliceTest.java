package dev.mainstay.splice;

import static dev.mainstay.splice.SpliceAssertions.ANCHOR;
import static dev.mainstay.splice.SpliceAssertions.NOTHING_MORE;
import static dev.mainstay.splice.SpliceAssertions.TEXT;
import static dev.mainstay.splice.SpliceAssertions.anchored;
import static dev.mainstay.splice.SpliceAssertions.assertFails;
import static dev.mainstay.splice.SpliceAssertions.assertShown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.model.FinishReason;
import dev.mainstay.splice.Spliced.Failed;
import dev.mainstay.splice.Spliced.Hold;
import dev.mainstay.splice.Spliced.Show;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 6.5, rule by rule: what may be repeated, and what is shown behind it. */
class SpliceTest {
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
    void isFoundThoughItsBeginningStandsInTheTextBefore() {
      String begun = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.";
      String anchor = begun + " And so on";

      assertShown(
          anchored(begun.substring(0, 10) + "? " + begun + "! " + anchor, anchor),
          anchor + " and on",
          " and on");
    }

    @Test
    void behindTheBulletOfAListIsNotSetInMarks() {
      assertShown(anchored("* " + ANCHOR, ANCHOR), "* " + ANCHOR + "er.", "er.");
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
      assertFails(anchored("He said: \u201cOh! " + ANCHOR, ANCHOR), " \u201cOh! " + ANCHOR + "er");
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
    void textOfNothingButWhitespaceIsRepeatedByWhateverComes() {
      assertShown(Splice.restart("\n"), "\nHello", "Hello");
      assertShown(Splice.restartExact(""), " Hello", " Hello");
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
    void isToldAsWhatItIs() {
      assertThat(anchored(TEXT, ANCHOR).add("Sure: " + ANCHOR))
          .isEqualTo(new Failed("it began with something other than an end of the delivered text"));
      assertThat(anchored("Call (" + ANCHOR, ANCHOR).add("(" + ANCHOR + ")"))
          .isEqualTo(new Failed("its beginning can be read in two ways"));
    }

    @Test
    void isHeldNoLongerThanTheTextAndSixtyFourCharacters() {
      Splice splice = anchored(TEXT, ANCHOR);

      assertThat(splice.add(" ".repeat(TEXT.length() + 63))).isEqualTo(new Hold());
      assertThat(splice.add(" ")).isInstanceOf(Failed.class);
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
    void isJoinedOnceSomeTextHasCome() {
      Splice splice = Splice.prefill(TEXT);

      splice.add("");
      assertThat(splice.isJoined()).isFalse();
      splice.add("er");
      assertThat(splice.isJoined()).isTrue();
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
}
