package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.rateLimited;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** SEMANTICS 3.4 and 5.1: when a turn comes is told by what those before it use. */
class ForetoldTurnTest {
  private static final Estimate SMALL = new Estimate(10, 1);
  private static final Estimate LARGE = new Estimate(2_400, 2_400);

  private final ManualTime time = Ward.late();
  private final Gate gate = gate();

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

  @Test
  void whoHasLeftIsWaitedForNoMore() {
    Gate alike = gate();
    enter(5_879);
    enter(alike, 5_879);
    List<Turn> leavers = wait(19, LARGE);
    wait(4, LARGE);
    wait(alike, 4, LARGE);

    leavers.forEach(Turn::close);

    assertThat(opensIn(gate)).isEqualTo(opensIn(alike));
  }

  @Test
  void whoWasServedIsWaitedForNoMore() {
    enter(5_879);
    List<Turn> first = wait(1, LARGE);
    wait(4, LARGE);
    time.advance(ofSeconds(61));
    assertThat(first.getFirst().take()).isPresent();

    // A minute for the first of the four, then what three of them are likely to use, 2,700 each: 20
    // seconds more, were the one that was served still before it, and as many less, were it taken
    // off twice.
    assertThat(opensIn(gate)).isBetween(ofSeconds(134), ofSeconds(150));
  }

  @Test
  void whoWasRefusedGoesBeforeAllAndWaitsForNone() {
    Visit refused = gate.visit(caller(SMALL));
    Permit permit = refused.enter(Terms.of(true, false)).orElseThrow();
    enter(5_860);
    wait(19, LARGE);
    Duration behindAll = opensIn(gate);

    permit.goesOut();
    permit.failed(rateLimited(ofSeconds(30)));
    permit.close();

    assertThat(behindAll).isGreaterThan(ofMinutes(5));
    assertThat(refused.opensIn()).isLessThan(ofMinutes(2));
  }

  private static Duration opensIn(Gate gate) {
    return gate.visit(caller(SMALL)).opensIn();
  }

  // 98 tokens in a second.
  private Gate gate() {
    return new Gates(HealthPolicy.defaults(), RetryBudget.defaults(), PacingPolicy.defaults(), time)
        .of(Deployment.of("vendor/a").withTpm(6_000));
  }

  private void enter(long tokens) {
    enter(gate, tokens);
  }

  private static void enter(Gate gate, long tokens) {
    assertThat(gate.visit(caller(new Estimate(tokens, 1))).enter(Terms.of(true, false)))
        .isPresent();
  }

  // No cooldown takes them out of the line.
  private List<Turn> wait(int count, Estimate estimate) {
    return wait(gate, count, estimate);
  }

  private List<Turn> wait(Gate gate, int count, Estimate estimate) {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Visit visit = gate.visit(caller(estimate));
      turns.add(Turn.at(Map.of(visit, Terms.of(false, false)), ofMinutes(60), time));
    }
    assertThat(turns).noneMatch(Turn::isOver);
    return turns;
  }

  private static Caller caller(Estimate estimate) {
    return new Caller("user", 0, () -> estimate);
  }
}
