package dev.mainstay.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
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
  void gateIsKeptOverSeveralReloads() {
    Gate gate = before.of(deployment("k"));
    Gates second = new Gates(HEALTH, RetryBudget.defaults(), time);
    Gates third = new Gates(HEALTH, RetryBudget.defaults(), time);

    second.goOnFrom(before);
    third.goOnFrom(second);

    assertThat(third.of(deployment("k"))).isSameAs(gate);
  }

  @Test
  void anotherPolicyBeginsAnew() {
    Gate gate = before.of(deployment("k"));
    HealthPolicy other =
        new HealthPolicy(
            HEALTH.allowedFails(), HEALTH.allowedFailsByKind(), Duration.ofSeconds(1), true);
    Gates after = new Gates(other, RetryBudget.defaults(), time);

    after.goOnFrom(before);

    assertThat(after.of(deployment("k"))).isNotSameAs(gate);
  }

  private static Deployment deployment(String key) {
    return Deployment.of("openai/gpt-4o").withKey(key);
  }
}
