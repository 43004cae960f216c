package dev.mainstay.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SaidTextTest {
  private final SaidText said = new SaidText();

  @Test
  void messageThatBeginsWithItHasARest() {
    assertThat(said.rest("Hi")).hasValue("Hi");

    said.add("H");
    said.add("i");

    assertThat(said.rest("Hi")).hasValue("");
    assertThat(said.rest("Hi there")).hasValue(" there");
  }

  @Test
  void messageThatDoesNotBeginWithItHasNone() {
    said.add("Hello");

    assertThat(said.rest(" there")).isEmpty();
    assertThat(said.rest("Hell")).isEmpty();
    assertThat(said.rest("Hallo there")).isEmpty();
    assertThat(said.rest("olleH")).isEmpty();
  }

  @Test
  void whiteSpaceAtBothEndsMayBeMissing() {
    said.add("\n\nHi ");
    said.add("there\n");

    assertThat(said.rest("Hi there")).hasValue("");
    assertThat(said.rest("Hithere")).isEmpty();
  }
}
