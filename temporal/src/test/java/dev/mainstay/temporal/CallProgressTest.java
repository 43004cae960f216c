package dev.mainstay.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallProgressTest {
  @Test
  void attemptThatIsToldAfterALaterOneTakesNothingBack() {
    CallProgress two = CallProgress.none().withCounts(1, 2);

    assertThat(two.withCounts(1, 1)).isEqualTo(two);
    assertThat(two.withCounts(1, 3).attempts()).isEqualTo(3);
  }
}
