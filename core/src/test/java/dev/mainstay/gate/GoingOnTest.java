package dev.mainstay.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * SEMANTICS 3.3: what gates have learnt survives a reload that does not change their deployment.
 */
class GoingOnTest {
  private static final HealthPolicy HEALTH = HealthPolicy.defaults();

  private final ManualTime time = new ManualTime();
  private final Gates before = new Gates(HEALTH, RetryBudget.defaults(), time);

  @Test
  void unchangedDeploymentKeepsItsGate() {
    Gate gate = before.of(deployment("k"));
    Gates after = new Gates(HEALTH, RetryBudget.defaults(), time);

    after.goOnFrom(before);

    assertThat(after.of(deployment("k"))).isSameAs(gate);
  }

  @Test
  void changedDeploymentGetsAnother() {
    Gate gate = before.of(deployment("k"));
    Gates after = new Gates(HEALTH, RetryBudget.defaults(), time);

    after.goOnFrom(before);

    assertThat(after.of(deployment("other"))).isNotSameAs(gate);
    assertThat(before.of(deployment("k"))).isSameAs(gate);
  }

  @Test
  void allBeginAnewWherePacingIsSwitchedOnOrOff() {
    Gates paced = new Gates(HEALTH, RetryBudget.defaults(), PacingPolicy.defaults(), time);
    Gates unpaced = new Gates(HEALTH, RetryBudget.defaults(), PacingPolicy.disabled(), time);
    Gate gate = paced.of(deployment("k"));

    unpaced.goOnFrom(paced);

    assertThat(unpaced.of(deployment("k"))).isNotSameAs(gate);
  }

  @Test
  void gateIsKeptOverSeveralReloads() {
    Gate gate = before.of(deployment("k"));
    Gates second = new Gates(HEALTH, RetryBudget.defaults(), time);
    Gates third = new Gates(HEALTH, RetryBudget.defaults(), time);

    second.goOnFrom(before);
    third.goOnFrom(second);

    assertThat(third.of(deployment("k"))).isSameAs(gate);
  }

  @Test
  void healthSurvivesAnotherPolicyWhichHoldsFromThenOn() {
    Gate gate = before.of(deployment("k"));
    fail(gate);
    HealthPolicy stricter =
        new HealthPolicy(OptionalInt.of(2), Map.of(), Duration.ofSeconds(7), true);
    Gates after = new Gates(stricter, RetryBudget.defaults(), time);

    after.goOnFrom(before);
    after.takeOver(List.of(deployment("k")));
    fail(gate);

    assertThat(after.of(deployment("k"))).isSameAs(gate);
    assertThat(gate.health())
        .isInstanceOfSatisfying(
            Health.CoolingDown.class,
            cooling -> assertThat(cooling.remaining()).isEqualTo(Duration.ofSeconds(7)));
  }

  @Test
  void newRetryBudgetHoldsForWhatHasFailedBefore() {
    Gate gate = before.of(deployment("k"));
    fail(gate);
    Gates after = new Gates(HEALTH, new RetryBudget(true, 0.01, 0), time);

    after.goOnFrom(before);
    assertThat(gate.mayEnter(Terms.of(false, true))).isTrue();
    after.takeOver(List.of(deployment("k")));

    assertThat(gate.mayEnter(Terms.of(false, true))).isFalse();
    assertThat(gate.hasBudget()).isFalse();
  }

  @Test
  void cooldownEndsWhereHealthIsSwitchedOff() {
    Gate gate = before.of(deployment("k"));
    IntStream.range(0, 3).forEach(i -> fail(gate));
    assertThat(gate.health()).isInstanceOf(Health.CoolingDown.class);
    HealthPolicy off =
        new HealthPolicy(OptionalInt.empty(), Map.of(), Duration.ofSeconds(5), false);
    Gates after = new Gates(off, RetryBudget.defaults(), time);

    after.goOnFrom(before);
    after.takeOver(List.of(deployment("k")));

    assertThat(gate.health()).isInstanceOf(Health.Closed.class);
  }

  private static void fail(Gate gate) {
    try (Permit permit = gate.visit().enter(Terms.of(false, false)).orElseThrow()) {
      permit.failed(new Failure.ServerError(FailureDetail.of("down").withStatus(500)));
    }
  }

  private static Deployment deployment(String key) {
    return Deployment.of("openai/gpt-4o").withKey(key);
  }
}
