package dev.mainstay.gate;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.ManualTime;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/**
 * SEMANTICS 3.3 and 5.1: a configuration that is read again gives no deployment more places than it
 * has.
 */
class PlacesOverReloadsTest {
  private static final HealthPolicy HEALTH = HealthPolicy.defaults();
  private static final Deployment ONE = Deployment.of("openai/a").withMaxParallelRequests(1);

  private final ManualTime time = new ManualTime();
  private final Gates before = gates(HEALTH);
  private final Gate old = before.of(ONE);
  private final Permit underWay = enter(old).orElseThrow();

  PlacesOverReloadsTest() {
    before.takeOver(List.of(ONE));
  }

  @Test
  void placeTakenAtTheGateBeforeIsTakenAtTheNext() {
    Gate next = reload(before, HEALTH, ONE.withKey("another"));

    assertThat(next).isNotSameAs(old);
    assertThat(next.load().inFlight()).isEqualTo(1);
    assertThat(enter(next)).isEmpty();
    underWay.close();
    Permit permit = enter(next).orElseThrow();
    assertThat(enter(old)).isEmpty();
    permit.close();
    assertThat(enter(old)).isPresent();
  }

  @Test
  void soItIsWhereThePoliciesHaveChanged() {
    HealthPolicy other = new HealthPolicy(OptionalInt.empty(), Map.of(), ofSeconds(1), true);

    assertThat(enter(reload(before, other, ONE))).isEmpty();
  }

  @Test
  void soItIsOverSeveralReloadsInWhichTheDeploymentIsAway() {
    Gates second = after(before, HEALTH);
    second.takeOver(List.of());

    assertThat(enter(reload(second, HEALTH, ONE))).isEmpty();
  }

  @Test
  void whoWaitsAtEitherGateHasThePlaceAsItIsFreed() {
    Gate next = reload(before, HEALTH, ONE.withKey("another"));
    Turn newCall = turn(next);
    Turn oldCall = turn(old);

    underWay.close();

    assertThat(newCall.isOver()).isTrue();
    assertThat(oldCall.isOver()).isFalse();
    newCall.take().orElseThrow().close();
    assertThat(oldCall.take()).isPresent();
  }

  @Test
  void whoComesToTheNextGateDoesNotOvertakeWhoWaitsAtTheOneBefore() {
    Turn waiting = turn(old);
    Gate next = reload(before, HEALTH, ONE.withKey("another"));

    underWay.close();

    assertThat(waiting.isOver()).isTrue();
    assertThat(enter(next)).isEmpty();
  }

  @Test
  void higherLimitHoldsAtOnceAndLetsInWhoWaits() {
    Turn waiting = turn(old);

    Gate next = reload(before, HEALTH, ONE.withMaxParallelRequests(3));

    assertThat(waiting.isOver()).isTrue();
    assertThat(enter(old)).isPresent();
    assertThat(enter(next)).isEmpty();
  }

  @Test
  void higherLimitLetsInWhoWaitsAtEveryGateThatThereHasBeen() {
    Gates second = after(before, HEALTH);
    Gate next = second.of(ONE.withKey("another"));
    second.takeOver(List.of(ONE.withKey("another")));
    Turn atFirst = turn(old);
    Turn atSecond = turn(next);

    reload(second, HEALTH, ONE.withMaxParallelRequests(3));

    assertThat(List.of(atFirst.isOver(), atSecond.isOver())).containsExactly(true, true);
  }

  @Test
  void lowerLimitHoldsForCallsOfTheConfigurationBeforeAsWell() {
    Gate two = reload(before, HEALTH, ONE.withMaxParallelRequests(2));
    Gates third = gates(HEALTH);
    third.goOnFrom(before);
    third.of(ONE);

    third.takeOver(List.of(ONE));

    assertThat(enter(two)).isEmpty();
  }

  @Test
  void limitThatIsTakenAwayHoldsNoMore() {
    reload(before, HEALTH, Deployment.of("openai/a"));

    assertThat(enter(old)).isPresent();
  }

  /** SEMANTICS 5.1: those that share limits keep to the lowest that is configured. */
  @Test
  void limitOfADeploymentThatIsConfiguredNoMoreHoldsForNobodyElse() {
    Deployment sharing = Deployment.of("openai/a").withId("sharing");
    before.takeOver(List.of(ONE, sharing));
    assertThat(enter(before.of(sharing))).isEmpty();

    Gate gate = reload(before, HEALTH, sharing);

    assertThat(enter(gate)).isPresent();
  }

  @Test
  void limitOfAConfigurationThatDidNotComeIntoForceDoesNotHold() {
    Gate next = after(before, HEALTH).of(ONE.withMaxParallelRequests(2));

    assertThat(enter(old)).isEmpty();
    assertThat(enter(next)).isEmpty();
  }

  @Test
  void limitOfTheConfigurationBeforeHoldsNoMoreEvenForNamesThatComeUpLater() {
    Deployment model = Deployment.of("openai/b");
    Permit one = enter(before.of(model.withMaxParallelRequests(1))).orElseThrow();
    Gates second = after(before, HEALTH);
    second.takeOver(List.of(ONE));
    Gates third = after(second, HEALTH);
    third.takeOver(List.of(ONE));
    Gate byName = third.of(model.withMaxParallelRequests(2));

    second.of(model.withMaxParallelRequests(1).withKey("late"));

    assertThat(enter(byName)).isPresent();
    assertThat(enter(byName)).isEmpty();
    one.close();
    assertThat(enter(byName)).isPresent();
  }

  @Test
  void whoHasANewKeyLeavesTheLineOfThoseWhoGoOnWithTheOld() {
    Deployment other = Deployment.of("openai/a").withId("other").withMaxParallelRequests(2);
    Deployment moved = ONE.withKey("another");
    before.takeOver(List.of(ONE, other));
    assertThat(enter(before.of(other))).isEmpty();
    Gates after = after(before, HEALTH);
    after.expect(List.of(moved, other));

    Gate next = after.of(moved);
    after.takeOver(List.of(moved, other));

    assertThat(enter(next)).isPresent();
    assertThat(enter(next)).isEmpty();
    assertThat(enter(after.of(other))).isPresent();
    assertThat(enter(after.of(other))).isEmpty();
  }

  @Test
  void whoHaveTheSameNewKeyStayTogetherInTheLineThatTheyHad() {
    Deployment other = Deployment.of("openai/a").withId("other");
    before.takeOver(List.of(ONE, other));
    List<Deployment> moved = List.of(ONE.withKey("another"), other.withKey("another"));
    Gates after = after(before, HEALTH);
    after.expect(moved);

    moved.forEach(after::of);
    after.takeOver(moved);

    assertThat(enter(after.of(moved.getLast()))).isEmpty();
  }

  @Test
  void anotherEndpointHasPlacesOfItsOwn() {
    URI elsewhere = URI.create("https://elsewhere.example/v1");

    assertThat(enter(reload(before, HEALTH, ONE.withEndpoint(elsewhere)))).isPresent();
    assertThat(enter(old)).isEmpty();
  }

  @Test
  void gateOfADeploymentThatIsConfiguredNoMoreIsLetGo() {
    Deployment stays = Deployment.of("openai/stays");
    Deployment byName = Deployment.of("openai/by-name");
    before.takeOver(List.of(ONE, stays));
    Gate named = before.of(byName);
    Gate kept = before.of(stays);
    Gates after = after(before, HEALTH);

    after.takeOver(List.of(stays));

    assertThat(after.size()).isEqualTo(2);
    assertThat(after.of(stays)).isSameAs(kept);
    assertThat(after.of(byName)).isSameAs(named);
  }

  private Gate reload(Gates from, HealthPolicy policy, Deployment deployment) {
    Gates after = after(from, policy);
    Gate gate = after.of(deployment);
    after.takeOver(List.of(deployment));
    return gate;
  }

  private Gates after(Gates from, HealthPolicy policy) {
    Gates after = gates(policy);
    after.goOnFrom(from);
    return after;
  }

  private Gates gates(HealthPolicy policy) {
    return new Gates(policy, RetryBudget.defaults(), time);
  }

  private Turn turn(Gate gate) {
    return Turn.at(Map.of(gate.visit(), Terms.of(true, false)), ofMinutes(1), time);
  }

  private static Optional<Permit> enter(Gate gate) {
    return gate.visit().enter(Terms.of(true, false));
  }
}
