package dev.mainstay.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream ascii = new PrintStream(bytes, true, StandardCharsets.US_ASCII);

  @Test
  void textGoesOutAsUtf8WhateverTheStreamsOwnEncoding() {
    Screen screen = Screen.on(ascii, Look.plain());

    screen.println("\u00e0 \u6f22");

    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\u00e0 \u6f22\n");
  }

  @Test
  void colourIsUsedOnlyWhereItCanBeSeen() {
    Screen plain = Screen.on(ascii, Look.plain());
    Screen colourful = Screen.on(ascii, new Look(true, true, true, 80));

    assertThat(plain.in(Tone.BAD, "no")).isEqualTo("no");
    assertThat(colourful.in(Tone.BAD, "no")).isEqualTo("\u001b[31mno\u001b[0m");
    assertThat(colourful.in(Tone.BAD, "")).isEmpty();
  }

  @Test
  void signHasAFormInAscii() {
    assertThat(Screen.on(ascii, Look.plain()).sign(Sign.ARROW)).isEqualTo("->");
    assertThat(Screen.on(ascii, new Look(true, true, true, 80)).sign(Sign.ARROW))
        .isEqualTo("\u2192");
  }

  @Test
  void indentedTextIsIndentedInEachLine() {
    Screen narrow = Screen.on(ascii, new Look(true, false, false, 30));

    narrow.printWrapped("    It goes on for longer than one line of this screen.");

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("    It goes on for longer than\n    one line of this screen.\n");
  }

  @Test
  void longTextIsBrokenBetweenWords() {
    Screen narrow = Screen.on(ascii, new Look(true, false, false, 30));

    narrow.printWrapped("It goes on for longer than one line of this screen.");

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("It goes on for longer than one\nline of this screen.\n");
  }
}
