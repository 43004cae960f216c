package dev.mainstay.splice;

import static dev.mainstay.splice.SpliceAssertions.ANCHOR;
import static dev.mainstay.splice.SpliceAssertions.TEXT;
import static dev.mainstay.splice.SpliceAssertions.anchored;
import static dev.mainstay.splice.SpliceAssertions.assertFails;
import static dev.mainstay.splice.SpliceAssertions.assertShown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** SEMANTICS 6.5: where exactly what is forgiven, exact or trusted begins and ends. */
class SpliceExactlyTest {
  private static final String CODE = "def answer():\n    return 4";

  @Test
  void twoMarksAreNoCodeFence() {
    assertFails(anchored("Here:\n``\n" + CODE, CODE), "``\n" + CODE + "2");
    assertShown(anchored("Here:\n```\n" + CODE, CODE), "```\n" + CODE + "2", "2");
  }

  @Test
  void lineOfACodeFenceHasSixtyFourCharactersWithItsEnd() {
    String before = "Here:\n```\n" + "x = 1\n".repeat(20);

    assertShown(anchored(before + CODE, CODE), "```" + "p".repeat(60) + "\n" + CODE + "2", "2");
    assertFails(anchored(before + CODE, CODE), "```" + "p".repeat(61) + "\n" + CODE + "2");
  }

  @Test
  void firstLetterThatIsComposedMayBeToldDecomposed() {
    String words = "\u00c0 la carte, on mange";

    assertShown(anchored("Ici. " + words, words), "A\u0300 la carte, on mange bien.", " bien.");
  }

  @Test
  void endThatBeginsWithinACharacterOfTheTextIsNone() {
    String text = "Je voudrais un caf\u00e9 noir et blanc";

    assertFails(anchored(text, "un caf\u00e9 noir et blanc"), "\u0301 noir et blanc, merci");
  }

  @Test
  void whitespaceIsNotForgivenWhereItMayCount() {
    String json = "{\"a\":  [1";

    assertFails(Splice.restartExact(json), "{\"a\": [1]}");
    assertShown(Splice.restartExact(json), json + "]}", "]}");
  }

  @Test
  void emptyAnchorIsNone() {
    assertThatThrownBy(() -> anchored(TEXT, "")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whoeverGoesOnIsTrustedOnceItHasRepeatedWhatItWasSent() {
    Splice echoed = Splice.echoedPrefill(TEXT, TEXT);

    assertThat(Splice.none().isTrusted()).isTrue();
    assertThat(Splice.prefill(TEXT).isTrusted()).isTrue();
    assertThat(echoed.isTrusted()).isFalse();
    echoed.add(TEXT + "er");
    assertThat(echoed.isTrusted()).isTrue();
  }

  @Test
  void whoWasAskedToRepeatIsNeverTrusted() {
    Splice anchored = anchored(TEXT, ANCHOR);

    assertThat(anchored.isTrusted()).isFalse();
    anchored.add(ANCHOR + "er.");
    assertThat(anchored.isJoined()).isTrue();
    assertThat(anchored.isTrusted()).isFalse();
  }
}
