package dev.mainstay.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.pace.Trial.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 500 users at once before a provider that limits them: what becomes of them, in virtual time, with
 * answers that take a second, all of them or in the mean, whole or streamed, on a machine that
 * stands still now and then, and with prompts that are taken for half as long as they are. The
 * table is in {@code target/pressure.md}.
 */
@Execution(ExecutionMode.CONCURRENT)
class PressureTest {
  private static final Queue<String> ROWS = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @MethodSource("dev.mainstay.pace.Trials#known")
  void limitThatIsKnownIsHardlyEverExceededAndUsedUp(Trial trial) {
    Outcome worst = worst(trial);

    assertThat(worst.lost()).isZero();
    assertThat(worst.overIdeal()).isLessThan(1.1);
    assertThat(worst.refusedShare()).isLessThan(0.02);
    if (trial.hasManyMessages()) {
      assertThat(worst.fairness()).isLessThan(1.5);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.mainstay.pace.Trials#unknown")
  void limitThatMustBeFoundIsFoundAtLittleCost(Trial trial) {
    Outcome worst = worst(trial);

    assertThat(worst.lost()).isZero();
    assertThat(worst.overIdeal()).isLessThan(1.25);
    assertThat(worst.refusedShare()).isLessThan(0.05);
    // Over a minute's window the wait is that for the next one, and who came before it had none.
    if (trial.hasManyMessages() && trial.isKeptOverSeconds()) {
      assertThat(worst.fairness()).isLessThan(1.5);
    }
  }

  @AfterAll
  static void table() throws IOException {
    Files.writeString(
        Path.of("target", "pressure.md"),
        ROWS.stream()
            .sorted()
            .collect(
                Collectors.joining(
                    "\n",
                    "| provider | time / ideal | 429s | fairness | clairvoyant / ideal |\n"
                        + "|---|---|---|---|---|\n",
                    "\n")));
  }

  private static Outcome worst(Trial trial) {
    Outcome seeing = trial.runClairvoyant(1);
    Outcome worst =
        Outcome.worst(
            List.of(
                trial.run(1),
                trial.withStreams().estimating(0.5).run(2),
                trial.withVaryingAnswers().onBusyMachine().run(3)));
    ROWS.add(worst.row(seeing));
    return worst;
  }
}
