package dev.mainstay.benchmarks.regression;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgainstTest {
  @Test
  void whatIsMeasuredIsReadAsJmhWritesIt() {
    assertThat(results("avgt", 10, "0.5", 800))
        .containsExactly(new BenchmarkResult("B.read (size 2)", true, 10, 9.5, 10.5, "ns/op", 800));
    assertThat(results("avgt", 10, "\"NaN\"", 800).getFirst().most()).isEqualTo(10);
  }

  @Test
  void muchMoreTimeIsWorseOnlyBeyondTheNoise() {
    List<BenchmarkResult> before = results("avgt", 10, "0.5", 800);

    assertThat(Against.of(before, results("avgt", 12, "0.5", 800)).isWorse()).isTrue();
    assertThat(Against.of(before, results("avgt", 12, "2", 800)).isWorse()).isFalse();
    assertThat(Against.of(before, results("avgt", 10.9, "0.1", 800)).isWorse()).isFalse();
    assertThat(Against.of(before, results("avgt", 5, "0.5", 800)).isWorse()).isFalse();
  }

  @Test
  void rateIsWorseWhereItIsLess() {
    List<BenchmarkResult> before = results("thrpt", 10, "0.5", 800);

    assertThat(Against.of(before, results("thrpt", 8, "0.5", 800)).isWorse()).isTrue();
    assertThat(Against.of(before, results("thrpt", 12, "0.5", 800)).isWorse()).isFalse();
  }

  @Test
  void moreBytesAreWorse() {
    List<BenchmarkResult> before = results("avgt", 10, "0.5", 800);

    Against more = Against.of(before, results("avgt", 10, "0.5", 840));

    assertThat(more.isWorse()).isTrue();
    assertThat(more.toString()).contains("| B.read (size 2) | 10.0 (9.50 to 10.5) ns/op |");
    assertThat(more.toString()).contains("| 800      | 840   | ALLOCATES MORE |");
    assertThat(Against.of(before, results("avgt", 10, "0.5", 812)).isWorse()).isFalse();
  }

  @Test
  void whatIsNewIsNotCompared() {
    assertThat(Against.of(List.of(), results("avgt", 10, "0.5", 800)).toString())
        .doesNotContain("B.read");
  }

  private static List<BenchmarkResult> results(
      String mode, double score, String error, double bytes) {
    String json =
        """
        [{"benchmark": "dev.mainstay.benchmarks.B.read", "mode": "%s", "params": {"size": "2"},
          "primaryMetric": {"score": %s, "scoreError": %s, "scoreUnit": "ns/op"},
          "secondaryMetrics": {"gc.alloc.rate.norm": {"score": %s, "scoreUnit": "B/op"}}}]
        """
            .formatted(mode, score, error, bytes);
    return BenchmarkResult.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
