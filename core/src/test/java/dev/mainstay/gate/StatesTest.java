package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.rateLimited;
import static dev.mainstay.engine.Failures.serverError;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownLimit;
import dev.mainstay.provider.KnownLimit.Source;
import dev.mainstay.provider.Quantity;
import dev.mainstay.routing.DeploymentState;
import dev.mainstay.routing.DeploymentState.CoolingDown;
import dev.mainstay.routing.DeploymentState.PacingReason;
import dev.mainstay.routing.DeploymentState.Wait;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How deployments stand, as their owner sees them. */
class StatesTest {
  private static final Deployment MODEL = Deployment.of("vendor/model").withKey("sk-secret");

  private final ManualTime time = Ward.late();
  private final Gates gates =
      new Gates(HealthPolicy.defaults(), RetryBudget.defaults(), PacingPolicy.defaults(), time);

  @Test
  void whoIsUnderWayAndWhoWaitsIsTheSameOfAllThatShareALimit() {
    Gate one = gates.of(MODEL.withId("one").withMaxParallelRequests(1));
    gates.of(MODEL.withId("two"));
    gates.of(Deployment.of("vendor/other"));
    Permit permit = one.visit().enter(Terms.of(true, false)).orElseThrow();
    Turn turn = turn(one);

    Map<String, DeploymentState> states = gates.states();

    KnownLimit place = new KnownLimit(Source.GIVEN, Quantity.REQUESTS, Optional.empty(), 1, 0);
    Optional<Wait> wait = Optional.of(new Wait(PacingReason.PLACE, Optional.empty()));
    assertThat(states.keySet()).containsExactly("one", "two", "vendor/other");
    assertThat(states.get("one"))
        .isEqualTo(
            new DeploymentState(
                "one",
                "vendor/model",
                List.of("two"),
                1,
                1,
                List.of(place),
                wait,
                Optional.empty()));
    assertThat(states.get("two").sharedWith()).containsExactly("one");
    assertThat(states.get("two").waitsFor()).isEqualTo(wait);
    assertThat(states.get("vendor/other").sharedWith()).isEmpty();
    assertThat(states.get("vendor/other").waitsFor()).isEmpty();
    assertThat(states.toString()).doesNotContain("sk-secret");
    turn.close();
    permit.close();
    assertThat(gates.states().get("one").underWay()).isZero();
    assertThat(gates.states().get("one").waiting()).isZero();
  }

  @Test
  void pauseAfterARefusalIsToldWithItsLength() {
    Gate gate = gates.of(MODEL.withRpm(600));

    Ward.fail(gate.visit(), rateLimited(ofSeconds(20)));
    time.advance(ofSeconds(5));

    assertThat(state(gate).waitsFor())
        .contains(new Wait(PacingReason.PAUSE, Optional.of(ofSeconds(15))));
  }

  @Test
  void probeAfterAPauseIsWaitedFor() {
    Gate gate = gates.of(MODEL.withRpm(600));
    Ward.fail(gate.visit(), rateLimited(ofSeconds(3)));
    time.advance(ofSeconds(3));

    Permit probe = gate.visit().enter(Terms.of(false, false)).orElseThrow();

    assertThat(state(gate).waitsFor().map(Wait::reason)).contains(PacingReason.TRIAL);
    probe.close();
  }

  @Test
  void rateThatIsUsedUpIsWaitedFor() {
    Gate gate = gates.of(MODEL.withRpm(1));
    Permit permit = gate.visit().enter(Terms.of(true, false)).orElseThrow();
    permit.goesOut();
    permit.close();

    assertThat(state(gate).waitsFor().map(Wait::reason)).contains(PacingReason.RATE);
    assertThat(state(gate).waitsFor().flatMap(Wait::length).orElseThrow())
        .isBetween(ofSeconds(59), ofSeconds(61));
  }

  @Test
  void cooldownIsToldWithItsCauseAlsoWhenItIsOverButForAProbe() {
    Gate gate = gates.of(MODEL);
    for (int i = 0; i < 3; i++) {
      Ward.fail(gate.visit(), serverError());
    }

    assertThat(state(gate).coolingDown()).contains(new CoolingDown(ofSeconds(5), serverError()));
    time.advance(ofSeconds(6));
    assertThat(state(gate).coolingDown()).contains(new CoolingDown(Duration.ZERO, serverError()));
  }

  private DeploymentState state(Gate gate) {
    return gates.states().get(gate.deployment().id());
  }

  private Turn turn(Gate gate) {
    Map<Visit, Terms> visits = new LinkedHashMap<>();
    visits.put(gate.visit(), Terms.of(true, false));
    return Turn.at(visits, ofSeconds(60), time);
  }
}
