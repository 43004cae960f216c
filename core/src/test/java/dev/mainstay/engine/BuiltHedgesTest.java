package dev.mainstay.engine;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Mainstay;
import dev.mainstay.MainstayBuilder;
import dev.mainstay.call.Attempt;
import dev.mainstay.policy.HedgePolicy;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.CrowdTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a builder says of hedges is in force, for all groups and for one. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BuiltHedgesTest {
  private static final HedgePolicy SOON = HedgePolicy.after(ofSeconds(2));

  private final CrowdTime time = new CrowdTime();
  private final BusyProvider provider = new BusyProvider(time, ofMillis(10));
  private final MainstayBuilder builder =
      Mainstay.builder()
          .time(time)
          .provider("busy", provider)
          .group("chat", Deployment.of("busy/a"), Deployment.of("busy/b"));

  @Test
  void noAttemptHasOneBesideItByItself() {
    assertThat(attemptsOfALateCall()).hasSize(1);
  }

  @Test
  void lateAttemptsOfEveryGroupHaveOneBesideThem() {
    builder.hedging(SOON);

    assertThat(attemptsOfALateCall())
        .extracting(Attempt::outcome)
        .hasAtLeastOneElementOfType(Attempt.Outcome.Outrun.class);
  }

  @Test
  void groupHasItsOwn() {
    builder.hedging(SOON).hedging("chat", HedgePolicy.off());

    assertThat(attemptsOfALateCall()).hasSize(1);
  }

  // Twenty calls earn a hedge.
  private List<Attempt> attemptsOfALateCall() {
    List<Attempt> attempts = new ArrayList<>();
    try (Mainstay mainstay = builder.build()) {
      time.run(
          List.of(() -> {
            for (int i = 0; i < 20; i++) {
              mainstay.chat("chat", "Hello");
            }
            provider.slow("a", ofSeconds(20)).slow("b", ofSeconds(20));
            attempts.addAll(mainstay.chat("chat", "Hello").metadata().attempts());
          }));
    }
    return attempts;
  }
}
