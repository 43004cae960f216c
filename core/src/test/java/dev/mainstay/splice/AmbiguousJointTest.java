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

/** SEMANTICS 6.5: exact matches are tried first, and none is taken where another may be meant. */
class AmbiguousJointTest {
  private static final String REFRAIN = "again and again and again and";
  private static final String QUOTES =
      "It\u2019s what he said. So it\u2019s what he said? It's what he said";

  @Nested
  class ATailThatOccursOnceOnlyAsItIsTold {
    @Test
    void byTheWhitespaceBeforeItIsDropped() {
      assertShown(
          asked("An unpredictable story. A predictable story"), " predictable story on.", " on.");
    }

    @Test
    void byTheWhitespaceBeforeItHasTwelveCharactersWithThat() {
      assertShown(asked("An untold a tale. I told a tale"), " told a tale of", " of");
      assertFails(asked("An untold a tal. I told a tal"), " told a tal of");
    }

    @Test
    void isFailureToldInOtherWhitespace() {
      assertFails(asked("An unpredictable story. A predictable story"), "\npredictable story on.");
      assertFails(asked("An unpredictable story. A predictable story"), "predictable story on.");
    }

    @Test
    void byItsQuotesIsDropped() {
      assertShown(asked(QUOTES), "It's what he said, then.", ", then.");
    }

    @Test
    void isFailureWhereItIsTheAnchorInMarks() {
      String words = "we went on and on";

      assertFails(anchored("So \u201c" + words, words), " \u201c" + words + "\u201d and on");
      assertFails(anchored("So *" + words, words), " *" + words + "* and on");
      assertFails(anchored("So \u00ab\u00a0" + words, words), " \u00ab\u00a0" + words + " \u00bb");
    }
  }

  @Nested
  class WhereAnotherEndMayBeMeant {
    private final Splice splice = asked(REFRAIN);

    @Test
    void theTextIsHeldUntilOnlyOneCanBe() {
      assertThat(splice.add(" again and again and")).isEqualTo(new Hold());
      assertThat(splice.add(" again")).isEqualTo(new Hold());
      assertThat(splice.isJoined()).isFalse();
      assertThat(splice.add("st it")).isEqualTo(new Show(" against it"));
      assertThat(splice.isJoined()).isTrue();
      assertThat(splice.add("!")).isEqualTo(new Show("!"));
    }

    @Test
    void bothOfThemToldAreFailure() {
      splice.add(" again and again and again an");

      assertThat(splice.add("d again"))
          .isEqualTo(new Failed("its beginning can be read in two ways"));
      assertThat(splice.isJoined()).isFalse();
      assertThat(splice.add("x")).isInstanceOf(Failed.class);
      assertThat(splice.end(FinishReason.STOP)).isInstanceOf(Failed.class);
    }

    @Test
    void theFirstIsMeantWhereTheTextEndsBeforeTheOther() {
      splice.add(" again and again and again");

      assertThat(splice.end(FinishReason.STOP)).isEqualTo(new Show(" again"));
    }

    @Test
    void theFirstIsMeantWhereAToolCallComesBeforeTheOther() {
      splice.add(" again and again and again");

      assertThat(splice.toolCall()).isEqualTo(new Show(" again"));
      assertThat(splice.isJoined()).isTrue();
      assertThat(splice.end(FinishReason.TOOL_CALLS)).isEqualTo(NOTHING_MORE);
    }

    @Test
    void nothingButTheFirstIsFailure() {
      splice.add(" again and again and");

      assertThat(splice.end(FinishReason.STOP)).isInstanceOf(Failed.class);
    }

    @Test
    void wordsInOtherQuotesThatAreAnEndAsTheyAreAreFailureToo() {
      assertFails(
          asked(QUOTES), "It's what he said. So it's what he said? It's what he said, then.");
    }

    @Test
    void theAnchorInMarksThatMayBeATailOfTheTextIsFailureToo() {
      String text = "**well****well****well****well****w";

      assertFails(asked(text), "*" + text + "*ell****well");
      assertShown(asked(text), "***well****well****well****w" + "hat else", "hat else");
      assertShown(asked(text), text + "ell", "ell");
    }

    @Test
    void theAnchorAsItWasAskedForIsNot() {
      assertShown(asked(REFRAIN), REFRAIN + " again", " again");
    }
  }

  @Test
  void oneEndInTwoReadingsIsNotAmbiguous() {
    assertShown(anchored(TEXT, ANCHOR), " " + ANCHOR + "er", "er");
    assertShown(anchored(TEXT, ANCHOR), " " + ANCHOR, "");
  }

  private static Splice asked(String text) {
    return Splice.anchored(text, Anchor.of(text).orElseThrow());
  }
}
