package dev.mainstay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The benchmark reads every chunk and keeps the text, so that its numbers mean something. */
@Timeout(20)
class RecoveryBenchmarkTest {
  private final RecoveryBenchmark benchmark = new RecoveryBenchmark();

  @Test
  void everyChunkIsReadAndWritten() {
    assertThat(benchmark.relay()).isGreaterThan(1000 * 200);
  }

  @Test
  void keepingChangesNothingOfWhatIsWritten() {
    assertThat(benchmark.keep()).isEqualTo(1);
    assertThat(benchmark.relayAndKeep()).isEqualTo(benchmark.relay() + 1);
  }
}
