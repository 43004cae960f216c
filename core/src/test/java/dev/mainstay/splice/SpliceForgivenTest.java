package dev.mainstay.splice;

import static dev.mainstay.splice.SpliceAssertions.ANCHOR;
import static dev.mainstay.splice.SpliceAssertions.TEXT;
import static dev.mainstay.splice.SpliceAssertions.anchored;
import static dev.mainstay.splice.SpliceAssertions.assertFails;
import static dev.mainstay.splice.SpliceAssertions.assertShown;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SEMANTICS 6.5, rule by rule: what is forgiven before and in what is repeated, and at the joint.
 */
class SpliceForgivenTest {
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

    @Test
    void codeFenceWithoutALanguageIsNoQuotationMark() {
      String words = "def answer():\n    return 4";

      assertShown(anchored("Here:\n```\n" + words, words), "```\n" + words + "2", "2");
      assertShown(anchored("Here:\n```py\n" + words, words), "```\n\n" + words + "2", "2");
      assertShown(anchored("Here:\n```py\nx = 1\n" + words, words), "``` \n" + words + "2", "2");
      assertFails(anchored("Here:\n```\n" + words, words), "```\n\"" + words + "\"2");
      assertFails(anchored("```\nx = 1\n```\n" + words, words), "```\n" + words + "\n```");
    }

    @ParameterizedTest
    @CsvSource({
      "'\n```py\nx = 1\n', '```'",
      "'Here:\n\n```py\n\nx = 1\n', '```'",
      "'\nHere:\n```py\nx = 1\n', '```'",
      "'Here:\n```\n~~~\n', '```'",
      "'Here:\n````\n```\n', '````'",
      "'Here:\n```\n```py\n', '```'",
      "'Here:\n~~~ a`b\n', '~~~'"
    })
    void codeFenceIsThatWhichIsStillOpen(String before, String fence) {
      String words = "def answer():\n    return 4";

      assertShown(anchored(before + words, words), fence + "\n" + words + "2", "2");
    }

    @Test
    void codeFenceWhoseLineIsLongIsFailure() {
      String words = "def answer():\n    return 4";
      Splice splice = anchored("Here:\n```\n" + "x = 1\n".repeat(20) + words, words);

      assertFails(splice, "```" + "p".repeat(70) + "\n" + words + "2");
    }

    @Test
    void codeFenceOfOtherMarksIsFailure() {
      String text = "Here:\n```python\ndef answer():\n    return 4";
      String words = "def answer():\n    return 4";

      assertFails(anchored(text, words), "````py\n" + words + "2");
      assertFails(anchored(text, words), "~~~py\n" + words + "2");
      assertFails(anchored("Here it is:\n```py", "Here it is:\n```py"), "```\nHere it is:\n```py2");
      assertFails(anchored(text, words), "```p`y\n" + words + "2");
      assertFails(anchored(text.replace("```", "````"), words), "```py\n" + words + "2");
      assertFails(anchored(text.replace("```", "==="), words), "===\n" + words + "2");
      assertShown(anchored(text.replace("```", "~~~~"), words), " ~~~~\n\n" + words + "2", "2");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "def answer():\n    return 4",
          "```python\nx = 1\n```\ndef answer():\n    return 4",
          "Here:\n```x`\ndef answer():\n    return 4"
        })
    void codeFenceIsFailureElsewhere(String text) {
      assertFails(
          anchored(text, "def answer():\n    return 4"), "```py\ndef answer():\n    return 42");
    }

    @Test
    void codeFenceMayHaveWhitespaceBeforeIt() {
      String text = "Here:\n```\nx.answer_to_all";

      assertShown(anchored(text, "answer_to_all"), " ```\nanswer_to_all2", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"```\n", "```", "~~~~\n\n", "```python\n", "```\n```\n```\n"})
    void codeFenceIsTheTextItselfWhereThereIsNothingElse(String text) {
      String rest = text.endsWith("\n") ? text.strip() + "\n\nx = 1" : "\n" + text + "\nx = 1";

      assertShown(Splice.restart(text), text + rest, rest);
      assertShown(Splice.restart(text), text + "x = 1", "x = 1");
    }

    @Test
    void kindsOfQuotesDashesAndSpacesAndRunsOfWhitespaceAndAccents() {
      String text = "\u201cIt\u2019s  a caf\u00e9\u00a0\u2014 so\nwhat\u201d, he said an";

      assertShown(
          Splice.restart(text), "\"It's a cafe\u0301 - so what\", he said and left", "d left");
      assertShown(Splice.restart("\u1ea4"), "A\u0302\u0301n", "n");
    }

    @Test
    void nothingElse() {
      assertFails(anchored(TEXT, ANCHOR), "the quick brown fox jumps over");
      assertFails(anchored(TEXT, ANCHOR), "The quickbrown fox jumps over");
      assertFails(Splice.restart("It's a well-known thing"), "Its a well-known thing.");
      assertFails(Splice.restart("It's a well-known thing"), "It's a wellknown thing.");
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
}
