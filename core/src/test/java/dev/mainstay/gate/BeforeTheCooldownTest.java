package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.rateLimited;
import static dev.mainstay.engine.Failures.serverError;
import static dev.mainstay.engine.Failures.unauthenticated;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SEMANTICS 3.3: what an attempt begun before a cooldown tells, and what calls met before it. */
class BeforeTheCooldownTest {
  private static final Duration COOLDOWN = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final Ward ward = new Ward();

  @Test
  void successOfAnAttemptBegunBeforeTheCooldownDoesNotEndIt() {
    Permit before = ward.begin();
    coolDown();

    before.committed();
    Ward.succeed(before);

    assertThat(ward.remaining()).isEqualTo(COOLDOWN);
  }

  @Test
  void successOfAnAttemptBegunBeforeTheCooldownDoesNotEndOneThatAProbeHasDoubled() {
    Permit before = ward.begin();
    coolDown();
    ward.after(COOLDOWN);
    ward.fail(serverError());

    Ward.succeed(before);

    assertThat(ward.remaining()).isEqualTo(COOLDOWN.multipliedBy(2));
  }

  @Test
  void failureOfAnAttemptBegunBeforeTheCooldownDoesNotLengthenIt() {
    List<Permit> before = List.of(ward.begin(), ward.begin(), ward.begin());
    coolDown();

    before.forEach(permit -> Ward.end(permit, serverError()));

    assertThat(ward.remaining()).isEqualTo(COOLDOWN);
  }

  @Test
  void limitOrWrongKeyThatAnyAttemptMeetsLengthensTheCooldown() {
    List<Permit> before = List.of(ward.begin());
    coolDown();

    before.forEach(permit -> Ward.end(permit, unauthenticated()));

    assertThat(ward.remaining()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void limitMetDuringACooldownLengthensItAndItIsProbedAfterwardsAllTheSame() {
    Permit before = ward.begin();
    coolDown();

    Ward.end(before, rateLimited(Duration.ofSeconds(20)));
    ward.after(Duration.ofSeconds(20));

    assertThat(ward.health()).isInstanceOf(Health.HalfOpen.class);
  }

  @Test
  void cooldownForALimitThatAWrongKeyLengthensIsProbedAfterwards() {
    Permit before = ward.begin();
    ward.fail(rateLimited(Duration.ofSeconds(7)));

    Ward.end(before, unauthenticated());
    ward.after(Duration.ofMinutes(1));

    assertThat(ward.health()).isInstanceOf(Health.HalfOpen.class);
  }

  @Test
  void attemptsBegunBeforeTheCooldownTellNothingAfterIt() {
    List<Permit> before = List.of(ward.begin(), ward.begin(), ward.begin());
    coolDown();
    ward.after(COOLDOWN);
    ward.succeed(1);

    before.forEach(permit -> Ward.end(permit, serverError()));

    assertThat(ward.admitsNewCalls()).isTrue();
  }

  @Test
  void successOfAnAttemptBegunBeforeTheCooldownEndsNoRowAfterIt() {
    Permit before = ward.begin();
    coolDown();
    ward.after(COOLDOWN);
    ward.succeed(1);
    ward.fail(2, serverError());

    Ward.succeed(before);
    ward.fail(serverError());

    assertThat(ward.admitsNewCalls()).isFalse();
  }

  @Test
  void cooldownForgetsWhatLedToIt() {
    coolDown();
    ward.after(COOLDOWN);
    ward.succeed(1);

    ward.fail(2, serverError());

    assertThat(ward.admitsNewCalls()).isTrue();
  }

  @Test
  void cooldownForgetsTheShareThatLedToIt() {
    for (int i = 0; i < 5; i++) {
      ward.fail(serverError());
      ward.succeed(1);
    }
    ward.fail(serverError());
    assertThat(ward.remaining()).isEqualTo(COOLDOWN);
    ward.after(COOLDOWN);
    ward.succeed(1);

    ward.fail(2, serverError());

    assertThat(ward.admitsNewCalls()).isTrue();
  }

  @Test
  void cooldownDoesNotBindTheCallThatMetAFailure() {
    Visit visit = ward.gate.visit();
    ward.fail(2, serverError());
    Ward.fail(visit, serverError());
    assertThat(ward.admitsNewCalls()).isFalse();

    assertThat(visit.mayEnter(Terms.of(true, false))).isTrue();
    Ward.succeed(visit.enter(Terms.of(true, false)).orElseThrow());

    assertThat(ward.health())
        .as("a success during the cooldown ends it")
        .isEqualTo(new Health.Closed());
  }

  @Test
  void retryOfTheCallThatMetAFailureNeedsNoProbe() {
    Visit visit = ward.gate.visit();
    Ward.fail(visit, serverError());
    ward.fail(2, serverError());
    ward.after(COOLDOWN);
    Permit probe = ward.begin();

    Permit retry = visit.enter(Terms.of(true, false)).orElseThrow();
    Ward.end(retry, serverError());
    assertThat(ward.health()).isEqualTo(new Health.HalfOpen(true, serverError()));

    Ward.succeed(visit.enter(Terms.of(true, false)).orElseThrow());
    assertThat(ward.health()).isEqualTo(new Health.Closed());
    probe.close();
  }

  @Test
  void cooldownThatOthersBeganBindsACallUntilItsOwnAttemptFailed() {
    Visit visit = ward.gate.visit();
    visit.enter(Terms.of(true, false)).orElseThrow().close();
    coolDown();

    assertThat(visit.mayEnter(Terms.of(true, false))).isFalse();
  }

  @Test
  void callThatNoCooldownBindsEntersAndTeaches() {
    coolDown();
    Permit unbound = ward.beginUnbound();
    assertThat(ward.gate.mayEnter(Terms.of(false, false))).isTrue();

    Ward.succeed(unbound);

    assertThat(ward.health()).isEqualTo(new Health.Closed());
  }

  @Test
  void callThatNoCooldownBindsTakesNoProbesPlace() {
    coolDown();
    ward.after(COOLDOWN);

    ward.beginUnbound();

    assertThat(ward.health()).isEqualTo(new Health.HalfOpen(false, serverError()));
  }

  @Test
  void retriesDuringTheCooldownDoNotLengthenItByFailuresThatCount() {
    coolDown();

    for (int call = 0; call < 10; call++) {
      Ward.end(ward.beginUnbound(), serverError());
    }

    assertThat(ward.remaining()).isEqualTo(COOLDOWN);
  }

  @Test
  void retryDuringTheCooldownThatIsToldToWaitLongerLengthensIt() {
    ward.fail(rateLimited(Duration.ofSeconds(3)));

    Ward.end(ward.beginUnbound(), rateLimited(Duration.ofSeconds(1)));
    assertThat(ward.remaining()).isEqualTo(Duration.ofSeconds(3));
    Ward.end(ward.beginUnbound(), rateLimited(Duration.ofSeconds(20)));
    assertThat(ward.remaining()).isEqualTo(Duration.ofSeconds(20));
    Ward.end(ward.beginUnbound(), unauthenticated());
    assertThat(ward.health())
        .isEqualTo(new Health.CoolingDown(Duration.ofMinutes(1), unauthenticated()));

    ward.after(Duration.ofMinutes(1));
    assertThat(ward.health()).isEqualTo(new Health.HalfOpen(false, unauthenticated()));
  }

  private void coolDown() {
    ward.fail(3, serverError());
    assertThat(ward.health()).isInstanceOf(Health.CoolingDown.class);
  }
}
