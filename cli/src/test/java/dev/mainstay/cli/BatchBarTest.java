package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.cli.terminal.Look;
import dev.mainstay.cli.terminal.Screen;
import dev.mainstay.temporal.batch.BatchProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchBarTest {
  private static final Look TERMINAL = new Look(true, false, false, 80);
  private static final BatchProgress BEGUN =
      new BatchProgress(9, 4, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Test
  void progressIsTold() {
    BatchProgress progress =
        new BatchProgress(1000, 100, 395, 5, 12_000, 0.123, Duration.ofSeconds(10), Duration.ZERO);

    assertThat(BatchBar.line(progress))
        .isEqualTo("[#####.....] 500 of 1000, 12.5 s left, 5 failed, $0.12, 40.0/s, 12000 tokens");
  }

  @Test
  void terminalOf80ColumnsShowsTimeLeftFailuresCostAndRateOfALongFile() {
    BatchProgress progress =
        new BatchProgress(
            100_000, 0, 45_000, 5_000, 12_000_000, 1234.5, Duration.ofHours(2), Duration.ZERO);

    on(TERMINAL).show(progress);

    assertThat(shown())
        .isEqualTo("[#####.....] 50000 of 100000, 120 min left, 5000 failed, $1234.50, 6.9/s");
  }

  @Test
  void whatIsTooLongForATerminalIsLeftOutWholeAndTheTimeLeftLast() {
    BatchProgress progress =
        new BatchProgress(1000, 100, 395, 5, 12_000, 0.123, Duration.ofSeconds(10), Duration.ZERO);

    on(new Look(true, false, false, 50)).show(progress);

    assertThat(shown()).isEqualTo("[#####.....] 500 of 1000, 12.5 s left, 5 failed");
  }

  @Test
  void outputWithMoreLinesThanTheInputFillsTheBar() {
    BatchProgress progress =
        new BatchProgress(2, 5, 0, 1, 0, 0, Duration.ofSeconds(1), Duration.ZERO);

    assertThat(BatchBar.line(progress)).startsWith("[##########] 6 of 2");
  }

  @Test
  void terminalShowsAtOnceThatItHasBegun() {
    on(TERMINAL).show(BEGUN);

    assertThat(shown()).isEqualTo("[####......] 4 of 9, 0.0/s, 0 tokens");
  }

  @Test
  void barThatIsStoppedSaysHowToContinueAndShowsNoMore() {
    BatchBar bar = on(TERMINAL);

    bar.stop();
    bar.show(BEGUN);

    assertThat(written.toString(StandardCharsets.UTF_8))
        .isEqualTo("\nStopped; run the same command again to continue.\n");
  }

  @Test
  void elsewhereABatchSaysNothingAtItsStart() {
    on(Look.plain()).show(BEGUN);

    assertThat(written.size()).isZero();
  }

  @Test
  void temporalThatIsAwayIsNamedAtOnceWithHowLongItIsWaitedForAndItsReturnIsTold() {
    BatchBar bar = on(Look.plain());

    bar.show(after(11, 6));
    bar.show(after(12, 7));
    bar.show(after(22, 17));
    bar.show(after(30, 0));

    assertThat(shown())
        .isEqualTo(
            """
            No answer from the Temporal at localhost:7233; waiting for it, up to 5 min. Ctrl-C loses nothing: the same command goes on.
            [####......] 4 of 9, Temporal away for 6.0 s, 0.0/s, 0 tokens
            [####......] 4 of 9, Temporal away for 17.0 s, 0.0/s, 0 tokens
            An answer from the Temporal at localhost:7233; going on.
            """);
  }

  private static BatchProgress after(int seconds, int away) {
    return new BatchProgress(
        9, 4, 0, 0, 0, 0, Duration.ofSeconds(seconds), Duration.ofSeconds(away));
  }

  private String shown() {
    return written.toString(StandardCharsets.UTF_8).replace("\r\u001b[K", "");
  }

  private BatchBar on(Look look) {
    return new BatchBar(
        new Screen(new PrintStream(written, false, StandardCharsets.UTF_8), look),
        "the Temporal at localhost:7233");
  }
}
