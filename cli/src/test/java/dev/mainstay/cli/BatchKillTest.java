package dev.mainstay.cli;

import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
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

  /** Worker and server are one process: both die at once, at any moment. */
  @Test
  void killedAgainAndAgainEveryLineIsInTheFileOnceAndLittleIsAskedTwice() throws Exception {
    Files.write(batch.in(), IntStream.range(0, LINES).mapToObj(i -> "\"line " + i + "\"").toList());
    Random random = new Random(7);
    int kills = 0;
    Answer slow = Answer.echo().headAfter(Duration.ofMillis(40));
    try (Simulator provider = Simulator.start(Script.always(slow))) {
      for (; kills < 3; kills++) {
        int until = (kills + 1) * LINES / 5 + random.nextInt(LINES / 10);
        Process process = batch.start(provider.url());
        await().forever().until(() -> provider.requests().size() > until || !process.isAlive());
        assertThat(process.isAlive()).isTrue();
        process.destroyForcibly().waitFor();
      }
      assertThat(batch.start(provider.url()).waitFor()).isZero();

      List<String> lines = Files.readAllLines(batch.out());
      assertThat(lines).hasSize(LINES).allMatch(line -> line.endsWith("}"));
      assertThat(indices(lines)).hasSize(LINES);
      assertThat(provider.requests().size()).isBetween(LINES, LINES + kills * BatchFolder.PARALLEL);
    }
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
