package dev.mainstay.cli.demo;

import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.cli.terminal.Tone;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** All outcomes at a glance. */
final class OutcomeTable {
  private static final int NAME = 28;
  private static final int WORD = 14;
  private static final int ATTEMPTS = 10;

  private final Screen screen;

  OutcomeTable(Screen screen) {
    this.screen = screen;
  }

  void print(List<Row> rows) {
    String head =
        pad("fault", NAME)
            + pad("plain", WORD)
            + pad("streamed", WORD)
            + pad("attempts", ATTEMPTS)
            + "seconds";
    screen.println(" " + screen.in(Tone.FAINT, head));
    rows.forEach(this::print);
    screen.println();
  }

  private void print(Row row) {
    screen.println(
        " "
            + pad(row.scenario().name(), NAME)
            + word(row.plain())
            + word(row.streamed())
            + pad(row.plain().attempts() + ", " + row.streamed().attempts(), ATTEMPTS)
            + seconds(row.plain().duration())
            + ", "
            + seconds(row.streamed().duration()));
  }

  private String word(CallResult result) {
    Tone tone = result.isKept() ? result.isAnswer() ? Tone.GOOD : Tone.WARNING : Tone.BAD;
    return screen.in(tone, pad(result.word(), WORD));
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
