package dev.mainstay.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void marksAreRoundNumbersUpToOneAboveTheMost() {
    Axis axis = Axis.rounded(37, 4);

    assertThat(axis.marks()).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0);
    assertThat(axis.at(10)).isEqualTo(0.25);
  }

  @Test
  void exactAxisEndsWhereItsValuesEnd() {
    Axis axis = Axis.exact(31, 10);

    assertThat(axis.marks()).containsExactly(0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0);
    assertThat(axis.at(31)).isEqualTo(1);
  }

  @Test
  void powersOfTenAreEquallyFarApart() {
    Axis axis = Axis.powers(70, 12_000);

    assertThat(axis.marks()).containsExactly(10.0, 100.0, 1_000.0, 10_000.0, 100_000.0);
    assertThat(axis.at(1_000)).isEqualTo(0.5);
  }

  @Test
  void thereAreMarksWhereThereAreNoValues() {
    assertThat(Axis.rounded(0, 4).marks()).containsExactly(0.0, 1.0);
    assertThat(Axis.exact(0, 10).marks()).containsExactly(0.0);
    assertThat(Axis.powers(1, 1).marks()).containsExactly(1.0, 10.0);
  }
}
