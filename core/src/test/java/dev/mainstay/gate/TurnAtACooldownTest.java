package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.badRequest;
import static dev.mainstay.engine.Failures.rateLimited;
import static dev.mainstay.engine.Failures.serverError;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/**
 * SEMANTICS 3.4: how those in line are served where a cooldown ends, holds some back or lasts too
 * long.
 */
class TurnAtACooldownTest extends WaitingCalls {
  @Test
  void endOfACooldownLetsInAllWithoutAnybodyLooking() {
    Ward wide = new Ward();
    wide.fail(rateLimited(ofSeconds(7)));
    Turn first = turn(wide.gate);
    Turn second = turn(wide.gate);

    wide.after(ofSeconds(7).minusNanos(1));
    assertThat(over(first, second)).containsExactly(false, false);
    wide.after(Duration.ofNanos(1));

    assertThat(over(first, second)).containsExactly(true, true);
    assertThat(wide.gate.load().inFlight()).isEqualTo(2);
    assertThat(wide.time.pendingTimers()).isZero();
  }

  /** The leaver is there before the clock that lets the others in. */
  @Test
  void whoLeavesAsACooldownEndsLeavesTheOthersTheirTurn() {
    Permit limited = ward.begin();
    limited.failed(rateLimited(ofSeconds(4)));
    limited.close();
    Turn[] leaver = new Turn[1];
    ward.time.schedule(ofSeconds(4), () -> leaver[0].close());
    leaver[0] = turn();
    Turn stays = turn();

    ward.time.advance(ofSeconds(4));

    assertThat(over(stays)).containsExactly(true);
    assertThat(stays.take()).isPresent();
  }

  // Of timers of one moment the first that was made rings first.
  @Test
  void whoComesJustAsACooldownEndsDoesNotOvertake() {
    List<Permit> overtakers = new ArrayList<>();
    ward.time.schedule(
        ofSeconds(7),
        () -> ward.gate.visit().enter(Terms.of(true, false)).ifPresent(overtakers::add));
    ward.fail(rateLimited(ofSeconds(7)));
    Turn first = turn();

    ward.after(ofSeconds(7));

    assertThat(overtakers).isEmpty();
    assertThat(first.take()).isPresent();
  }

  @Test
  void thoseWhomACooldownKeepsBackTakeTheRoomInLineButForOneThatWasRefused() {
    PacingPolicy two = PacingPolicy.defaults().withMaxQueue(2);
    Gate gate =
        new Gates(HealthPolicy.defaults(), RetryBudget.defaults(), two, ward.time)
            .of(Deployment.of("vendor/c"));
    Visit refused = gate.visit();
    Ward.fail(refused, rateLimited(ofSeconds(7)));

    Turn first = turn(gate);
    assertThat(gate.visit().hasRoomInLine()).isTrue();
    Turn second = turn(gate);
    assertThat(gate.visit().hasRoomInLine()).isFalse();
    assertThat(refused.hasRoomInLine()).isTrue();
    Turn third = turn(gate);

    assertThat(over(first, second, third)).containsExactly(false, false, true);
    assertThat(third.isLost()).isTrue();
    assertThat(second.isLost()).isFalse();
    first.close();
    assertThat(gate.visit().hasRoomInLine()).isTrue();
  }

  @Test
  void thoseWhomACooldownKeptBackAreServedInTurnByTheirUsers() {
    ward.fail(rateLimited(ofSeconds(7)));
    Turn first = bound("ann");
    Turn second = bound("ann");
    Turn third = bound("bob");
    ward.after(ofSeconds(7));
    assertThat(over(first, second, third)).containsExactly(true, false, false);

    first.take().orElseThrow().close();

    assertThat(over(second, third)).containsExactly(false, true);
  }

  private Turn bound(String user) {
    return Turn.at(
        Map.of(ward.gate.visit(caller(user, 1)), Terms.of(true, false)), MINUTE, ward.time);
  }

  @Test
  void limitThatIsOverBeforeACooldownIsNotWaitedForLonger() {
    HealthPolicy tenMinutes = new HealthPolicy(OptionalInt.of(1), Map.of(), ofMinutes(10), true);
    Gate gate = paced(tenMinutes, Deployment.of("vendor/c").withRpm(1));
    Permit only = gate.visit().enter(Terms.of(true, false)).orElseThrow();
    only.goesOut();
    only.failed(serverError());
    only.close();
    Turn unbound = turn("ann", 1, gate);
    Turn bound = turn(ofMinutes(20), gate);

    ward.after(ofSeconds(62));
    assertThat(over(unbound, bound)).containsExactly(true, false);
    unbound.close();
    ward.after(ofMinutes(10));

    assertThat(over(bound)).containsExactly(true);
  }

  @Test
  void afterACooldownOneProbesAndTheOthersFollowWhenItHasOutput() {
    Ward wide = coolingDown();
    Turn first = turn(wide.gate);
    Turn second = turn(wide.gate);
    Turn third = turn(wide.gate);

    wide.after(ofSeconds(5));
    assertThat(over(first, second, third)).containsExactly(true, false, false);
    Permit probe = first.take().orElseThrow();
    assertThat(probe.isProbe()).isTrue();
    probe.committed();

    assertThat(over(second, third)).containsExactly(true, true);
    assertThat(second.take().orElseThrow().isProbe()).isFalse();
  }

  @Test
  void wholeAnswerOfAProbeLetsTheOthersIn() {
    Ward wide = coolingDown();
    Turn first = turn(wide.gate);
    Turn second = turn(wide.gate);
    wide.after(ofSeconds(5));

    first.take().orElseThrow().succeeded(Optional.empty());

    assertThat(over(second)).containsExactly(true);
  }

  @Test
  void probeThatTellsNothingMakesRoomForTheNext() {
    Ward wide = coolingDown();
    Turn first = turn(wide.gate);
    Turn second = turn(wide.gate);
    Turn third = turn(wide.gate);
    wide.after(ofSeconds(5));

    first.take().orElseThrow().failed(badRequest());
    assertThat(over(second, third)).containsExactly(true, false);
    second.take().orElseThrow().close();

    assertThat(third.take().orElseThrow().isProbe()).isTrue();
  }

  @Test
  void whoseBudgetIsSpentAsACooldownEndsLeavesTheProbeToTheNext() {
    Ward poor =
        new Ward(
            HealthPolicy.defaults(), new RetryBudget(true, 0.2, 0), Deployment.of("vendor/model"));
    poor.fail(3, serverError());
    Turn draws = Turn.at(Map.of(poor.gate.visit(), Terms.of(true, true)), MINUTE, poor.time);
    Turn next = turn(poor.gate);
    assertThat(over(draws, next)).containsExactly(false, false);

    poor.after(ofSeconds(5));

    assertThat(over(draws, next)).containsExactly(true, true);
    assertThat(draws.take()).isEmpty();
    assertThat(next.take().orElseThrow().isProbe()).isTrue();
  }

  @Test
  void whoWasLetInElsewhereAsACooldownEndsLeavesTheProbeToTheNext() {
    Permit elsewhere = other.visit().enter(Terms.of(true, false)).orElseThrow();
    ward.fail(3, serverError());
    Turn both = turn(ward.gate, other);
    Turn next = turn(ward.gate);
    elsewhere.close();
    assertThat(over(both, next)).containsExactly(true, false);

    ward.after(ofSeconds(5));

    assertThat(over(next)).containsExactly(true);
    assertThat(next.take().orElseThrow().isProbe()).isTrue();
    assertThat(both.take().orElseThrow().isOf(other)).isTrue();
  }

  @Test
  void silentProbeLetsTheNextBeMadeBesideItAfterTenSeconds() {
    Ward wide = coolingDown();
    Turn first = turn(wide.gate);
    Turn second = turn(wide.gate);
    Turn third = turn(wide.gate);
    Turn fourth = turn(wide.gate);
    wide.after(ofSeconds(5));
    assertThat(over(first, second)).containsExactly(true, false);

    wide.after(ofSeconds(10).minusNanos(1));
    assertThat(over(second)).containsExactly(false);
    wide.after(Duration.ofNanos(1));
    assertThat(over(second, third)).containsExactly(true, false);
    wide.after(ofSeconds(10));
    assertThat(over(third, fourth)).containsExactly(true, false);
    wide.after(ofSeconds(10));

    assertThat(over(fourth)).containsExactly(false);
    assertThat(wide.time.pendingTimers()).isZero();
  }

  @Test
  void nobodyStandsInLineForACooldownThatOutlastsTheWait() {
    Ward wide = new Ward();
    wide.fail(rateLimited(ofSeconds(7)));

    assertThat(over(turn(ofSeconds(7).minusNanos(1), wide.gate), turn(ofSeconds(7), wide.gate)))
        .containsExactly(true, false);
  }

  @Test
  void oneOfTwoThatCoolsDownForTooLongLeavesTheOtherToWaitFor() {
    Permit a = ward.begin();
    Permit b = other.visit().enter(Terms.of(true, false)).orElseThrow();
    Turn both = turn(other, ward.gate);

    b.failed(rateLimited(ofMinutes(5)));
    b.close();
    assertThat(over(both)).containsExactly(false);
    a.close();

    assertThat(both.take().orElseThrow().isOf(ward.gate)).isTrue();
  }

  @Test
  void whomCooldownsBindLetOthersPass() {
    Permit inside = ward.begin();
    Turn bound = turn();
    Turn unbound = Turn.at(Map.of(ward.gate.visit(), Terms.of(false, false)), MINUTE, ward.time);

    inside.failed(rateLimited(ofSeconds(30)));
    inside.close();
    assertThat(over(bound, unbound)).containsExactly(false, true);
    unbound.close();
    ward.after(ofSeconds(30));

    assertThat(over(bound)).containsExactly(true);
  }

  @Test
  void orderIsKeptBetweenThoseACooldownBindsAndTheOthers() {
    Permit inside = ward.begin();
    Turn bound = turn();
    Turn unbound = Turn.at(Map.of(ward.gate.visit(), Terms.of(false, false)), MINUTE, ward.time);
    Turn boundToo = turn();

    inside.close();
    assertThat(over(bound, unbound, boundToo)).containsExactly(true, false, false);
    bound.close();
    assertThat(over(unbound, boundToo)).containsExactly(true, false);
    unbound.close();

    assertThat(over(boundToo)).containsExactly(true);
  }

  @Test
  void cooldownThatIsOverButFullIsWaitedForOnlyByItsPlace() {
    Permit inside = ward.begin();
    Turn turn = turn();
    inside.failed(rateLimited(ofSeconds(5)));
    ward.after(ofSeconds(6));
    assertThat(over(turn)).containsExactly(false);

    inside.close();

    assertThat(over(turn)).containsExactly(true);
    assertThat(ward.time.pendingTimers()).isZero();
  }
}
