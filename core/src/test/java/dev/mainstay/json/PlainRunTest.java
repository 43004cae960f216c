package dev.mainstay.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlainRunTest {
  private static final int LENGTH = 19;

  @Test
  void everyByteEndsARunOrNotWhereverItStands() {
    for (int b = Byte.MIN_VALUE; b <= Byte.MAX_VALUE; b++) {
      boolean isPlain = b >= ' ' && b != '"' && b != '\\';
      for (int at = 0; at < LENGTH; at++) {
        byte[] text = new byte[LENGTH];
        Arrays.fill(text, (byte) 'a');
        text[at] = (byte) b;
        for (int from = 0; from <= at; from++) {
          assertThat(PlainRun.end(text, from, LENGTH))
              .as("byte %s at %s, from %s", b, at, from)
              .isEqualTo(isPlain ? LENGTH : at);
        }
      }
    }
  }

  @Test
  void whatStandsBehindTheEndIsNotSeen() {
    byte[] text = "abcdefghijk\"".getBytes(StandardCharsets.US_ASCII);

    assertThat(PlainRun.end(text, 2, 11)).isEqualTo(11);
    assertThat(PlainRun.end(text, 12, 12)).isEqualTo(12);
  }

  @Test
  void theFirstOfSeveralIsFound() {
    byte[] text = {'a', '~', ' ', '"', '\\', '\n', (byte) 0xC3, (byte) 0xA4, '"', 0x7F};

    assertThat(PlainRun.end(text, 0, text.length)).isEqualTo(3);
    assertThat(PlainRun.end(text, 4, text.length)).isEqualTo(4);
    assertThat(PlainRun.end(text, 9, text.length)).isEqualTo(text.length);
  }
}
