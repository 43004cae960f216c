package dev.mainstay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.time.ManualTime;
import org.junit.jupiter.api.Test;

/** How a call is ended from outside. */
class StopTest {
  private final Stop stop = new Stop(new ManualTime());

  @Test
  void firstCauseIsTheOneThatIsTold() {
    stop.stop(Failures.truncated());
    stop.stop(Failures.quota());

    assertThat(stop.cause()).contains(Failures.truncated());
  }
}
