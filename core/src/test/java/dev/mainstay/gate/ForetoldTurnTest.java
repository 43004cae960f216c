package dev.mainstay.gate;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.pace.Estimate;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SEMANTICS 3.4 and 5.1: when a turn comes is told by what those before it use. */
class ForetoldTurnTest {
  private static final Estimate SMALL = new Estimate(10, 1);

  private final ManualTime time = Ward.late();
  // 98 tokens in a second.
  private final Gate gate =
      new Gates(HealthPolicy.defaults(), RetryBudget.defaults(), PacingPolicy.defaults(), time)
          .of(Deployment.of("vendor/a").withTpm(6_000));

  @Test
  void largeOneBehindSmallOnesWaitsForWhatTheyUse() {
    enter(5_879);
    wait(100, new Estimate(10, 39));

    Duration opens = gate.visit(caller(new Estimate(4_900, 1))).opensIn();

    // A minute for the first, then their 4,900 tokens and its own.
    assertThat(opens).isBetween(ofSeconds(155), ofSeconds(165));
  }

  @Test
  void smallOneBehindLargeOnesWaitsForWhatTheyUse() {
    enter(5_879);
    wait(19, new Estimate(4_900, 1));

    Duration opens = gate.visit(caller(SMALL)).opensIn();

    assertThat(opens).isBetween(ofSeconds(50 * 18), ofSeconds(60 + 50 * 19));
  }

  @Test
  void loneOneWaitsUntilThereIsEnoughForItself() {
    enter(5_879);

    assertThat(gate.visit(caller(new Estimate(4_900, 1))).opensIn())
        .isBetween(ofSeconds(59), ofSeconds(61));
    assertThat(gate.visit(caller(new Estimate(4_900, 1))).turnIn())
        .isBetween(ofSeconds(49), ofSeconds(61));
  }

  private void enter(long tokens) {
    assertThat(gate.visit(caller(new Estimate(tokens, 1))).enter(Terms.of(true, false)))
        .isPresent();
  }

  private void wait(int count, Estimate estimate) {
    for (int i = 0; i < count; i++) {
      Visit visit = gate.visit(caller(estimate));
      Turn turn = Turn.at(Map.of(visit, Terms.of(true, false)), ofMinutes(60), time);
      assertThat(turn.isOver()).isFalse();
    }
  }

  private static Caller caller(Estimate estimate) {
    return new Caller("user", 0, () -> estimate);
  }
}
