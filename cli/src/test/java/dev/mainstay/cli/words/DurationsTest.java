package dev.mainstay.cli.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationsTest {
  @Test
  void eachLengthHasItsUnit() {
    assertThat(Durations.say(Duration.ZERO)).isEqualTo("0 ms");
    assertThat(Durations.say(Duration.ofNanos(999_400_000))).isEqualTo("999 ms");
    assertThat(Durations.say(Duration.ofMillis(1_449))).isEqualTo("1.4 s");
    assertThat(Durations.say(Duration.ofSeconds(119))).isEqualTo("119.0 s");
    assertThat(Durations.say(Duration.ofSeconds(150))).isEqualTo("3 min");
  }
}
