package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.rateLimited;
import static dev.mainstay.engine.Failures.serverError;
import static dev.mainstay.engine.Failures.unauthenticated;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.ForwardingTime;
import dev.mainstay.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** SEMANTICS 5.1, 3.3 and 3.4: waiting in line for what keeps a call out. */
class TurnTest extends WaitingCalls {
  @Test
  void whoIsFirstInLineHasThePlaceAsSoonAsItIsFree() {
    Permit inside = ward.begin();
    Turn first = turn();
    Turn second = turn();
    assertThat(over(first, second)).containsExactly(false, false);

    inside.close();

    assertThat(over(first, second)).containsExactly(true, false);
    Permit permit = first.take().orElseThrow();
    assertThat(permit.isOf(ward.gate)).isTrue();
    permit.close();
    assertThat(over(second)).containsExactly(true);
  }

  @Test
  void placeThatIsFreedBeforeOneStandsInLineIsNotOverlooked() {
    Permit inside = ward.begin();
    assertThat(ward.gate.visit().enter(Terms.of(true, false))).isEmpty();
    inside.close();

    Turn turn = turn();

    assertThat(turn.isOver()).isTrue();
    assertThat(turn.take()).isPresent();
  }

  @Test
  void whoComesLaterDoesNotOvertake() {
    Permit inside = ward.begin();
    Turn first = turn();

    inside.close();

    assertThat(ward.gate.visit().enter(Terms.of(true, false))).isEmpty();
    assertThat(ward.gate.load().inFlight()).isEqualTo(1);
    assertThat(first.take()).isPresent();
  }

  /** Limits in a time are of what goes out. */
  @Test
  void attemptThatNeverWentOutTakesNothingOfARate() {
    Gate gate = paced(Deployment.of("vendor/model").withRpm(1));
    gate.visit().enter(Terms.of(true, false)).orElseThrow().close();

    Permit permit = gate.visit().enter(Terms.of(true, false)).orElseThrow();
    permit.goesOut();
    permit.close();

    assertThat(gate.visit().enter(Terms.of(true, false))).isEmpty();
  }

  /** Though nobody has come meanwhile to find it so. */
  @Test
  void limitThatIsPastKeepsNobodyOut() {
    Gate gate = paced(Deployment.of("vendor/model").withRpm(1));
    gate.visit().enter(Terms.of(true, false)).orElseThrow().goesOut();
    assertThat(gate.mayEnter(Terms.of(true, false))).isFalse();

    ward.after(MINUTE);

    assertThat(gate.mayEnter(Terms.of(true, false))).isTrue();
  }

  @Test
  void whoLeavesPassesOnWhatItWasGivenMeanwhile() {
    Permit inside = ward.begin();
    Turn leaver = turn();
    Turn next = turn();
    inside.close();
    assertThat(over(leaver, next)).containsExactly(true, false);

    leaver.close();

    assertThat(over(next)).containsExactly(true);
    assertThat(leaver.take()).isEmpty();
  }

  @Test
  void whoLeavesIsGivenNothingAnyMore() {
    Permit inside = ward.begin();
    Turn leaver = turn();
    Turn late = turn();
    Turn next = turn();
    leaver.close();
    assertThat(late.take()).isEmpty();

    inside.close();

    assertThat(over(next)).containsExactly(true);
    assertThat(ward.gate.load().inFlight()).isEqualTo(1);
    assertThat(leaver.take()).isEmpty();
    assertThat(late.take()).isEmpty();
  }

  @Test
  void whoWaitsForTwoHasTheFirstAndLeavesTheOthersLine() {
    Permit a = ward.begin();
    Permit b = other.visit().enter(Terms.of(true, false)).orElseThrow();
    Turn both = turn(ward.gate, other);
    Turn onlyA = turn(ward.gate);

    b.close();
    assertThat(over(both, onlyA)).containsExactly(true, false);
    assertThat(both.take().orElseThrow().isOf(other)).isTrue();
    a.close();

    assertThat(over(onlyA)).containsExactly(true);
    assertThat(other.load().inFlight()).isEqualTo(1);
  }

  @Test
  void whoIsBehindOneThatLeavesIsServedWhereThereIsEnoughForIt() {
    Gate gate = paced(Deployment.of("vendor/model").withTpm(6_000));
    enter(gate, 5_000);
    Turn large = turn("ann", 4_000, gate);
    Turn small = turn("bob", 10, gate);
    assertThat(over(large, small)).containsExactly(false, false);

    large.close();

    assertThat(over(small)).containsExactly(true);
  }

  @Test
  void whoWasLetInElsewhereKeepsNobodyWaiting() {
    Permit elsewhere = other.visit().enter(Terms.of(true, false)).orElseThrow();
    Gate gate = paced(Deployment.of("vendor/model").withTpm(6_000));
    Permit inside = enter(gate, 5_000);
    inside.goesOut();
    Turn both = turn("ann", 4_000, gate, other);
    Turn small = turn("bob", 10, gate);
    elsewhere.close();
    assertThat(over(both, small)).containsExactly(true, false);

    inside.close();

    assertThat(over(small)).containsExactly(true);
    assertThat(both.take().orElseThrow().isOf(other)).isTrue();
  }

  @Test
  void usersAreServedInTurn() {
    Permit inside = ward.begin();
    Turn first = turn("ann", 1, ward.gate);
    Turn second = turn("ann", 1, ward.gate);
    Turn third = turn("bob", 1, ward.gate);
    inside.close();

    first.take().orElseThrow().close();

    assertThat(over(second, third)).containsExactly(false, true);
  }

  @Test
  void whatIsFreeAtBothIsTakenAtOneOnly() {
    Turn both = turn(ward.gate, other);

    assertThat(both.take().orElseThrow().isOf(ward.gate)).isTrue();
    assertThat(other.load().inFlight()).isZero();
  }

  @Test
  void whoCannotBeServedInTimeIsToldAsSoonAsThatIsKnown() {
    Ward wide = coolingDown();
    Turn first = turn(wide.gate);
    Turn hasty = turn(ofSeconds(14), wide.gate);
    Turn patient = turn(ofSeconds(15), wide.gate);
    wide.after(ofSeconds(5));

    Permit probe = first.take().orElseThrow();
    probe.failed(serverError());

    assertThat(wide.remaining()).isEqualTo(ofSeconds(10));
    assertThat(over(hasty, patient)).containsExactly(true, false);
    assertThat(hasty.take()).isEmpty();
    wide.after(ofSeconds(10));
    assertThat(over(patient)).containsExactly(true);
  }

  @Test
  void whoCannotBeServedAnyMoreIsWoken() {
    Ward wide = coolingDown();
    Turn first = turn(wide.gate);
    List<Thread> woken = new ArrayList<>();
    Turn hasty =
        Turn.at(
            Map.of(wide.gate.visit(), Terms.of(true, false)),
            ofSeconds(14),
            waking(wide.time, woken));
    wide.after(ofSeconds(5));

    first.take().orElseThrow().failed(serverError());

    assertThat(hasty.isOver()).isTrue();
    assertThat(woken).containsExactly(Thread.currentThread());
  }

  @Test
  void nobodyWaitsForAWrongKey() {
    Ward wide = new Ward();
    wide.fail(rateLimited(ofSeconds(7)));
    Turn waiting = turn(ofMinutes(20), wide.gate);

    wide.beginUnbound().failed(unauthenticated());

    assertThat(over(waiting)).containsExactly(true);
    assertThat(waiting.take()).isEmpty();
    assertThat(over(turn(ofMinutes(20), wide.gate))).containsExactly(true);
  }

  @Test
  void budgetThatIsSpentIsNotWaitedFor() {
    Ward poor =
        new Ward(
            HealthPolicy.disabled(),
            new RetryBudget(true, 0.01, 0),
            Deployment.of("vendor/a").withMaxParallelRequests(1));
    poor.fail(serverError());
    Permit inside = poor.begin();
    Turn draws = Turn.at(Map.of(poor.gate.visit(), Terms.of(true, true)), MINUTE, poor.time);
    Turn next = turn(poor.gate);
    assertThat(over(draws, next)).containsExactly(false, false);

    inside.close();

    assertThat(over(draws, next)).containsExactly(true, true);
    assertThat(draws.take()).isEmpty();
    assertThat(next.take()).isPresent();
  }

  @Test
  void whoHasNobodyToWaitForDoesNotWait() {
    assertThat(Turn.at(Map.of(), MINUTE, ward.time).isOver()).isTrue();
  }

  @Test
  void linesThatAreLeftLeaveNoTimer() {
    Ward wide = coolingDown();
    Turn first = turn(wide.gate);
    Turn second = turn(wide.gate);
    first.close();
    assertThat(wide.time.pendingTimers()).isEqualTo(1);

    second.close();

    assertThat(wide.time.pendingTimers()).isZero();
  }

  @Test
  void tenThousandThatComeAndGoCostNoMoreEachThanOne() {
    Permit inside = ward.begin();
    List<Turn> turns = IntStream.range(0, 10_000).mapToObj(i -> turn()).toList();
    turns.subList(0, 9_999).reversed().forEach(Turn::close);

    inside.close();

    assertThat(over(turns.getLast())).containsExactly(true);
    assertThat(ward.gate.load().inFlight()).isEqualTo(1);
  }

  private static Permit enter(Gate gate, long tokens) {
    return gate.visit(caller("ann", tokens)).enter(Terms.of(true, false)).orElseThrow();
  }

  // Who waits is parked: what ends its wait must wake it.
  private static TimeSource waking(TimeSource time, List<Thread> woken) {
    return new ForwardingTime(time) {
      @Override
      public void unpark(Thread thread) {
        woken.add(thread);
      }
    };
  }
}
