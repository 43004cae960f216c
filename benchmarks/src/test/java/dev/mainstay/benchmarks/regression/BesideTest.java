package dev.mainstay.benchmarks.regression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BesideTest {
  private final Beside beside = new Beside();

  @Test
  void whatIsWithinTheNoiseIsNotSlower() {
    beside.round(time(100), time(110));
    beside.round(time(120), time(130));
    beside.round(time(104), time(119));

    assertThat(beside.isSlower()).isFalse();
    assertThat(beside.toString()).contains("| B.read    | 104    | 119 | ns/op | 1.14 | 1.20  |");
  }

  @Test
  void whatIsSlowerInEveryRoundIsTold() {
    beside.round(time(100), time(121));
    beside.round(time(120), time(130));

    assertThat(beside.isSlower()).isTrue();
    assertThat(beside.toString()).contains("SLOWER");
  }

  @Test
  void rateIsSlowerWhereItIsLess() {
    beside.round(rate(100), rate(120));
    assertThat(beside.isSlower()).isFalse();

    Beside other = new Beside();
    other.round(rate(100), rate(80));
    assertThat(other.isSlower()).isTrue();
    assertThat(other.toString()).contains("1.25");
  }

  @Test
  void whatOnlyOneOfThemHasIsLeftOut() {
    beside.round(time(100), List.of());

    assertThat(beside.isSlower()).isFalse();
    assertThat(beside.toString()).doesNotContain("B.read");
  }

  @Test
  void whatIsMeasuredInAnotherUnitIsLeftOut() {
    beside.round(time(100), rate(5));

    assertThat(beside.isSlower()).isFalse();
    assertThat(beside.toString()).doesNotContain("B.read");
  }

  private static List<BenchmarkResult> time(double value) {
    return List.of(new BenchmarkResult("B.read", true, value, value, value, "ns/op", 0));
  }

  private static List<BenchmarkResult> rate(double value) {
    return List.of(new BenchmarkResult("B.read", false, value, value, value, "ops/ns", 0));
  }
}
