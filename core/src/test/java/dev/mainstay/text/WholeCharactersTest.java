package dev.mainstay.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** SEMANTICS 6.4: what goes out is whole characters. */
class WholeCharactersTest {
  private final WholeCharacters whole = new WholeCharacters();

  @Test
  void halfAPairWaitsForTheOther() {
    assertThat(whole.add("a\ud83d")).isEqualTo("a");
    assertThat(whole.add("")).isEmpty();
    assertThat(whole.add("\ude00b")).isEqualTo("\ud83d\ude00b");
  }

  @Test
  void textThatIsWholeIsGivenAsItIs() {
    String text = new StringBuilder("ab").toString();

    assertThat(whole.add(text)).isSameAs(text);
    assertThat(whole.isWaiting()).isFalse();
    whole.add("\ud83d");
    assertThat(whole.isWaiting()).isTrue();
    assertThat(whole.add("c")).isEqualTo("c");
    assertThat(whole.isWaiting()).isFalse();
  }

  @Test
  void halfWithoutItsOtherIsDropped() {
    assertThat(whole.add("a\ud83db\ude00c")).isEqualTo("abc");
    assertThat(whole.add("\ud83d")).isEmpty();
    assertThat(whole.add("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
  }
}
