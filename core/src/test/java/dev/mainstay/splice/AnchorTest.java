package dev.mainstay.splice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEMANTICS 6.4, the anchor, rule by rule. */
class AnchorTest {

  @Test
  void isTheEndOfTheTextFromAWordsBeginningAboutFortyCharactersLong() {
    assertThat(anchor("The quick brown fox jumps over the lazy dog and then goes ho"))
        .isEqualTo("jumps over the lazy dog and then goes ho");
  }

  @Test
  void hasNoWhitespaceAtItsEnd() {
    assertThat(anchor("The quick brown fox \n\n")).isEqualTo("The quick brown fox");
  }

  @Test
  void liesInTheLastLineIfThatHasTwelveCharacters() {
    assertThat(anchor("A first line that is long enough.\nThe last one."))
        .isEqualTo("The last one.");
    assertThat(anchor("A first line that is long.\nThe last on.")).isEqualTo("The last on.");
    assertThat(anchor("A first line that is long.\nThe last on"))
        .isEqualTo("A first line that is long.\nThe last on");
  }

  @Test
  void isLongerUntilItOccursOnce() {
    String refrain = "Merrily, merrily, merrily, merrily, life is but a dream.";

    assertThat(anchor("First. " + refrain + " Second. " + refrain)).isEqualTo("Second. " + refrain);
  }

  @Test
  void occursOnceEvenWhereOccurrencesOverlap() {
    String text = "na".repeat(30);

    assertThat(anchor(text)).isEqualTo(text);
    assertThat(anchor("x " + text + " " + "na".repeat(29))).startsWith("na").hasSizeGreaterThan(58);
  }

  @Test
  void occursOnceAlsoInOtherForms() {
    String once = "One: A brown fox jumps over, and it\u2019s a lazy dog. ";
    String again = "Two: A brown fox jumps over, and it's a lazy dog.";

    assertThat(anchor(once + again)).isEqualTo(again);
  }

  @Test
  void beginsAnywhereWhereNoWordBeginsWithinSixtyCharacters() {
    assertThat(anchor("0123456789abcdefghijklmnopqrstuvwxyz9876543210zyxwvutsrqponmlkjihgfedcba"))
        .isEqualTo("wxyz9876543210zyxwvutsrqponmlkjihgfedcba");
    assertThat(anchor("\u5929\u5730\u7384\u9ec4\u5b87\u5b99\u6d2a\u8352".repeat(9) + "\u65e5"))
        .hasSize(40);
    StringBuilder different = new StringBuilder();
    for (char c = '\u4e00'; c < '\u4e00' + 1_500; c++) {
      different.append(c);
    }
    assertThat(anchor(different.toString())).isEqualTo(different.substring(1_460));
  }

  @Test
  void lineThatHasTwelveCharactersButForItsIndentIsEnough() {
    assertThat(anchor("A first line that is long.\n    The last on.")).isEqualTo("The last on.");
    assertThat(anchor("A first line that is long.\n  \tThe last o."))
        .isEqualTo("first line that is long.\n  \tThe last o.");
  }

  @Test
  void beginsWithAWordUpToSixtyCharactersFromTheEnd() {
    String letters = "0123456789abcdefghijklmnopqrstuvwxyz9876543210zyxwvutsrqponmlkj";

    assertThat(anchor("One " + letters.substring(0, 60))).isEqualTo(letters.substring(0, 60));
    assertThat(anchor("One " + letters.substring(0, 61))).isEqualTo(letters.substring(21, 61));
  }

  @Test
  void beginsWithTheNearerOfTwoWordsAndTheShorterOfTwoAsNear() {
    String end = "abcdefghijklmnopqrstuvwxyz987654321";

    assertThat(anchor("Once. 2345 " + end)).isEqualTo("2345 " + end);
    assertThat(anchor("Once. 23456789 " + end)).isEqualTo("23456789 " + end);
    assertThat(anchor("Once. 234567890 " + end)).isEqualTo(end);
  }

  @Test
  void beginsBehindTheFullWidthMarksThatEndAWordAndNotBehindThoseWithinOne() {
    String line =
        "\u6211\u4eec\u53bb\u516c\u56ed\u6563\u6b65\u5427\u597d\u4e0d\u597d\u5462\u7136\u540e\u56de\u5bb6";

    String before = "\u4eca\u5929\u5929\u6c14\u5f88\u597d".repeat(8);

    assertThat(anchor(before + "\u3002" + line)).isEqualTo(line);
    assertThat(anchor(before + "\u3011" + line)).isEqualTo(line);
    assertThat(anchor(before + "\u3002\uff0c" + line)).isEqualTo(line);
    assertThat(anchor(before + "\u3002\uff08" + line)).isEqualTo("\uff08" + line);
    assertThat(anchor(before + "\u00b7" + line)).hasSize(40);
    assertThat(anchor("(a)bcdefghijklmnop")).isEqualTo("(a)bcdefghijklmnop");
    assertThat(anchor("it's'abcdefghijklmnop")).isEqualTo("it's'abcdefghijklmnop");
  }

  @Test
  void splitsNoGrapheme() {
    String family = "\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66";
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      text.append(family).append((char) ('a' + i % 26)).append(i);
    }

    for (int more = 0; more < 10; more++) {
      text.append('x');
      String anchor = anchor(text.toString());

      assertThat(anchor.codePointAt(0)).isNotEqualTo(0x200d);
      assertThat(text.substring(0, text.length() - anchor.length())).doesNotEndWith("\u200d");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "And then she answered: \u201cThe quick brown fox jumps over the dogs.|quick brown fox jumps over the dogs.",
        "And then she answered: \"The quick brown fox jumps over the dogs.|quick brown fox jumps over the dogs.",
        "He said a (maybe) so we went on and on and onwards|(maybe) so we went on and on and onwards",
        "(maybe) so we went on and|(maybe) so we went on and",
        "* jumps over the lazy dog and then goes ho|jumps over the lazy dog and then goes ho",
        "\"maybe\" so we went on and|so we went on and",
        "**Note** that we went on and|**Note** that we went on and",
        "see [the list of all the things] in here now|[the list of all the things] in here now",
        "\u00ab Bonjour tout le monde et|tout le monde et",
        "\"(maybe) so we went on|so we went on",
        "\"abcdefghijklmno|bcdefghijklmno",
        "\"abcdefghijk|\"abcdefghijk",
        "ABCDEFGHIJKLMNOPQRSTUV(9876543210zyxwvutsrqponmlkjihgfedcbaZYXW|876543210zyxwvutsrqponmlkjihgfedcbaZYXW",
        "\u00ab (maybe) so we went on|so we went on",
        "\u00ab *so* on and on and on|on and on and on",
        "\uff08\u4e5f\u8bb8\uff09\u6240\u4ee5\u6211\u4eec\u53bb\u4e86\u516c\u56ed\u91cc\u9762|"
            + "\uff08\u4e5f\u8bb8\uff09\u6240\u4ee5\u6211\u4eec\u53bb\u4e86\u516c\u56ed\u91cc\u9762",
      })
  void beginsWithNoQuotationMarkAndRightBehindNoMarkThatOpens(String text, String anchor) {
    assertThat(anchor(text)).isEqualTo(anchor);
  }

  @Test
  void reachesBeyondALineInWhichItCannotBegin() {
    assertThat(anchor("He went on to say:\n\u201cabcdefghijk"))
        .isEqualTo("He went on to say:\n\u201cabcdefghijk");
    assertThat(anchor("It was late. He went on, and said to all of them:\n\u201cabcdefghijk"))
        .isEqualTo("on, and said to all of them:\n\u201cabcdefghijk");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  \n", "eleven char", "\n eleven char \n", "\"\"\"\"\"\"\"\"\"\"\"\"\"\""})
  void textTooShortOrOfMarksAloneHasNone(String text) {
    assertThat(Anchor.of(text)).isEmpty();
  }

  @Test
  void charactersAreCodePoints() {
    assertThat(Anchor.of("\ud83d\ude00".repeat(11))).isEmpty();
    assertThat(Anchor.of("\ud83d\ude00".repeat(12))).isPresent();
  }

  @Test
  void textWhoseEndIsNotUniqueWithinAThousandCharactersHasNone() {
    String part = "The same words again, and again. ".repeat(31);

    assertThat(Anchor.of("One. " + part + "Two. " + part)).isEmpty();
    assertThat(Anchor.of("x".repeat(1_001))).isEmpty();
    assertThat(anchor("x".repeat(1_000))).hasSize(1_000);
    assertThat(anchor("y" + "x".repeat(1_000))).hasSize(1_000);
    assertThat(Anchor.of("a" + "\u0301".repeat(1_000) + "\u0302")).isEmpty();
  }

  @Test
  void wholeTextIsAnAnchorUnlessItIsMarksAlone() {
    assertThat(Anchor.whole(" Hello \n")).hasValue(new Anchor("Hello"));
    assertThat(Anchor.whole("\" ")).isEmpty();
  }

  private static String anchor(String text) {
    return Anchor.of(text).orElseThrow().text();
  }

  @Test
  void marksAloneAreNoAnchorSinceInMarksTheyCannotBeToldFromThemselves() {
    assertThat(Anchor.of("  ( *(  *(  ( *(  *(( *(  *(  ( ")).isEmpty();
    assertThat(Anchor.of("( *(  *(  ( *(  *(( *(  *(  (a")).isPresent();
  }
}
