package dev.mainstay.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LookTest {
  @Test
  void terminalHasColours() {
    assertThat(Look.of(true, Map.of("TERM", "xterm-256color")).colour()).isTrue();
  }

  @Test
  void pipeHasNone() {
    assertThat(Look.of(false, Map.of("TERM", "xterm-256color")).colour()).isFalse();
  }

  @Test
  void dumbTerminalHasNone() {
    assertThat(Look.of(true, Map.of("TERM", "dumb")).colour()).isFalse();
    assertThat(Look.of(true, Map.of()).colour()).isFalse();
  }

  @Test
  void noColorIsObeyedEvenWhereColoursAreForced() {
    Map<String, String> environment =
        Map.of("TERM", "xterm", "NO_COLOR", "1", "CLICOLOR_FORCE", "1");

    assertThat(Look.of(true, environment).colour()).isFalse();
  }

  @Test
  void emptyNoColorMeansNothing() {
    assertThat(Look.of(true, Map.of("TERM", "xterm", "NO_COLOR", "")).colour()).isTrue();
  }

  @Test
  void coloursMayBeForcedOnAPipe() {
    assertThat(Look.of(false, Map.of("CLICOLOR_FORCE", "1")).colour()).isTrue();
    assertThat(Look.of(false, Map.of("CLICOLOR_FORCE", "0")).colour()).isFalse();
  }

  @Test
  void localeTellsWhetherSignsBeyondAsciiAreSeen() {
    assertThat(Look.of(true, Map.of("LANG", "de_DE.UTF-8")).unicode()).isTrue();
    assertThat(Look.of(true, Map.of("LC_ALL", "C.utf8", "LANG", "C")).unicode()).isTrue();
    assertThat(Look.of(true, Map.of("LC_ALL", "C", "LANG", "de_DE.UTF-8")).unicode()).isFalse();
    assertThat(Look.of(true, Map.of()).unicode()).isFalse();
  }

  @Test
  void widthIsThatOfTheTerminalButNeverTooLittleToRead() {
    assertThat(Look.of(true, Map.of("COLUMNS", "132")).width()).isEqualTo(132);
    assertThat(Look.of(true, Map.of("COLUMNS", "5")).width()).isEqualTo(30);
    assertThat(Look.of(true, Map.of("COLUMNS", "wide")).width()).isEqualTo(80);
    assertThat(Look.of(true, Map.of()).width()).isEqualTo(80);
  }
}
