package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.notFound;
import static dev.mainstay.engine.Failures.unauthenticated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.ManualTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One gate for each deployment, and not too many of them. */
@Timeout(60)
class GatesTest {
  private final ManualTime time = new ManualTime();
  private final Gates gates = new Gates(HealthPolicy.defaults(), RetryBudget.defaults(), time);

  @Test
  void deploymentHasOneGateByItsId() {
    Gate gate = gates.of(deployment("a"));

    assertThat(gates.of(deployment("a"))).isSameAs(gate);
    assertThat(gates.of(deployment("a").withId("other"))).isNotSameAs(gate);
  }

  @Test
  void gatesThatNobodyAsksForAreLetGo() {
    int asked = 0;
    int most = 0;
    int mostShared = 0;
    while (asked < 30_000) {
      for (int i = 0; i < 2_000; i++) {
        enterAndLeave(gates.of(Deployment.of("vendor/" + asked++)));
      }
      collect();
      most = Math.max(most, gates.size());
      mostShared = Math.max(mostShared, gates.sharedLimits());
    }

    assertThat(most).isLessThanOrEqualTo(13_000);
    assertThat(mostShared)
        .as("by account and by site")
        .isPositive()
        .isLessThanOrEqualTo(2 * 13_000);
  }

  @Test
  void gatesOfNamesThatNoProviderKnowsAreLetGo() {
    int asked = 0;
    int most = 0;
    while (asked < 40_000) {
      for (int i = 0; i < 2_000; i++) {
        Ward.fail(gates.of(Deployment.of("vendor/" + asked++)).visit(), notFound());
      }
      collect();
      most = Math.max(most, gates.size());
    }

    assertThat(most).isLessThanOrEqualTo(18_000);
  }

  @Test
  void configuredGateThatCoolsDownStaysHoweverManyOthersDo() {
    gates.takeOver(List.of(deployment("cooling")));
    Ward.fail(gates.of(deployment("cooling")).visit(), unauthenticated());

    for (int i = 0; i < 30_000; i++) {
      Ward.fail(gates.of(Deployment.of("vendor/" + i)).visit(), notFound());
      if (i % 5_000 == 0) {
        collect();
      }
    }

    assertThat(gates.of(deployment("cooling")).health())
        .isEqualTo(new Health.CoolingDown(Duration.ofMinutes(1), unauthenticated()));
  }

  @Test
  void gateThatIsAskedForOftenStays() {
    Gate gate = gates.of(deployment("often"));
    int code = System.identityHashCode(gate);
    gate = null;

    for (int i = 0; i < 30_000; i++) {
      gates.of(deployment("vendor/" + i));
      if (i % 500 == 0) {
        assertThat(System.identityHashCode(gates.of(deployment("often")))).isEqualTo(code);
      }
    }
  }

  @Test
  void gateThatCoolsDownStays() {
    Visit visit = gates.of(deployment("cooling")).visit();
    Ward.fail(visit, unauthenticated());
    visit = null;

    crowd();

    assertThat(gates.of(deployment("cooling")).health())
        .isEqualTo(new Health.CoolingDown(Duration.ofMinutes(1), unauthenticated()));
  }

  @Test
  void gateWithAnAttemptUnderWayStays() {
    Permit permit = gates.of(deployment("busy")).visit().enter(Terms.of(true, false)).orElseThrow();

    crowd();

    assertThat(gates.of(deployment("busy")).load().inFlight()).isEqualTo(1);
    permit.close();
    assertThat(gates.of(deployment("busy")).load().inFlight()).isZero();
  }

  @Test
  void gateThatSomebodyHoldsStaysTheSame() {
    Gate held = gates.of(deployment("held"));

    crowd();

    assertThat(gates.of(deployment("held"))).isSameAs(held);
  }

  @Test
  void limitsThatSomebodyHoldsAreStillSharedByAllOfTheAccount() {
    Gate held = gates.of(Deployment.of("vendor/shared"));

    crowd();

    Gate another = gates.of(Deployment.of("vendor/shared").withId("another"));
    assertThat(another.turnstile()).isSameAs(held.turnstile());
  }

  private void crowd() {
    for (int i = 0; i < 30_000; i++) {
      gates.of(deployment("vendor/" + i));
      if (i % 5_000 == 0) {
        collect();
      }
    }
  }

  // Before there are so many, none is let go that could be collected.
  private void collect() {
    if (gates.size() > Gates.MOST) {
      System.gc();
    }
  }

  private static void enterAndLeave(Gate gate) {
    gate.visit().enter(Terms.of(true, false)).orElseThrow().close();
  }

  private static Deployment deployment(String id) {
    return Deployment.of("vendor/model").withId(id);
  }
}
