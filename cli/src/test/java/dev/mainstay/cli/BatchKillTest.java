package dev.mainstay.cli;

import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Batches that are killed, or told to end: however long each start takes on a busy machine. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class BatchKillTest {
  // DURABLE 5,000 is run by hand: -Dmainstay.batch.lines=5000.
  private static final int LINES = Integer.getInteger("mainstay.batch.lines", 400);

  private static final int KILLS = Victim.values().length;

  private final Random random = new Random(7);
  @TempDir private Path folder;
  private BatchFolder batch;

  @BeforeEach
  void open() {
    batch = new BatchFolder(folder);
  }

  @AfterEach
  void close() {
    batch.close();
  }

  /** By default worker and server are one process: both die at once, at any moment. */
  @Test
  void killedAgainAndAgainEveryLineIsInTheFileOnceAndLittleIsAskedTwice() throws Exception {
    prompts();
    try (Simulator provider = provider()) {
      for (int kill = 0; kill < KILLS; kill++) {
        Process process = batch.start(provider.url());
        awaitRequests(provider, process, kill);
        process.destroyForcibly().waitFor();
      }
      assertThat(batch.start(provider.url()).waitFor()).isZero();

      requireEachLineOnce(provider);
    }
  }

  private enum Victim {
    SERVER,
    WORKER,
    BOTH
  }

  /** Each is a process of its own: one may die and the other live. */
  @Test
  void serverOrWorkerKilledEveryLineIsInTheFileOnceAndLittleIsAskedTwice() throws Exception {
    prompts();
    try (Simulator provider = provider();
        TemporalProcess temporal = TemporalProcess.start()) {
      String[] there = {"--temporal", temporal.address()};
      for (Victim victim : Victim.values()) {
        Process process = batch.start(provider.url(), there);
        awaitRequests(provider, process, victim.ordinal());
        if (victim != Victim.WORKER) {
          temporal.killAndStartAnew();
        }
        if (victim != Victim.SERVER) {
          process.destroyForcibly();
        }
        assertThat(process.waitFor()).isNotZero();
        if (victim == Victim.SERVER) {
          assertThat(batch.said())
              .content()
              .contains(
                  "Temporal has forgotten the batch's workflow", "run the same command again");
        }
      }
      assertThat(batch.start(provider.url(), there).waitFor()).isZero();

      requireEachLineOnce(provider);
    }
  }

  private void prompts() throws IOException {
    Files.write(batch.in(), IntStream.range(0, LINES).mapToObj(i -> "\"line " + i + "\"").toList());
  }

  private static Simulator provider() {
    return Simulator.start(Script.always(Answer.echo().headAfter(Duration.ofMillis(40))));
  }

  // At a moment of its own in each fifth of the lines but the first and the last.
  private void awaitRequests(Simulator provider, Process process, int kill) {
    int until = (kill + 1) * LINES / 5 + random.nextInt(LINES / 10);
    await().forever().until(() -> provider.requests().size() > until || !process.isAlive());
    assertThat(process.isAlive()).isTrue();
  }

  private void requireEachLineOnce(Simulator provider) throws IOException {
    List<String> lines = Files.readAllLines(batch.out());
    assertThat(lines).hasSize(LINES).allMatch(line -> line.endsWith("}"));
    assertThat(indices(lines)).hasSize(LINES);
    assertThat(provider.requests().size()).isBetween(LINES, LINES + KILLS * BatchFolder.PARALLEL);
  }

  @Test
  void batchThatIsToldToStopSaysHowToContinue() throws Exception {
    batch.prompts("\"a\"\n\"b\"");
    try (Simulator provider = Simulator.start(Script.always(Fault.stall()))) {
      Process process = batch.start(provider.url());
      await().forever().until(() -> !provider.requests().isEmpty());

      // SIGTERM; Ctrl-C, which is SIGINT, is no other.
      process.destroy();

      assertThat(process.waitFor()).isNotZero();
    }
    assertThat(batch.said()).content().contains("Stopped; run the same command again to continue.");
  }

  private static Set<String> indices(List<String> lines) {
    return lines.stream()
        .map(line -> line.replaceFirst("\\{\"index\":(\\d+).*\"text\":\"line (\\d+)\".*", "$1=$2"))
        .filter(pair -> pair.split("=")[0].equals(pair.split("=")[1]))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
