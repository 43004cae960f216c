package dev.mainstay.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StatusLineTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Test
  void terminalShowsOneLineWhichFits() {
    StatusLine status = on(new Look(true, false, false, 30));

    status.show("1 of 2");
    status.show("2 of 2, and much more than there is room for");
    status.end("2 of 2");

    assertThat(written.toString(StandardCharsets.UTF_8))
        .isEqualTo("\r\u001b[K1 of 2\r\u001b[K2 of 2, and much more than th\r\u001b[K2 of 2\n");
  }

  @Test
  void elsewhereEachIsALineAndNothingIsTakenAway() {
    StatusLine status = on(Look.plain());

    status.show("1 of 2");
    status.clear();
    status.end("2 of 2");

    assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("1 of 2\n2 of 2\n");
  }

  private StatusLine on(Look look) {
    return new StatusLine(
        new Screen(new PrintStream(written, false, StandardCharsets.UTF_8), look));
  }
}
