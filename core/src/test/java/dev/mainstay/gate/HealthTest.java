package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.badRequest;
import static dev.mainstay.engine.Failures.overloaded;
import static dev.mainstay.engine.Failures.rateLimited;
import static dev.mainstay.engine.Failures.serverError;
import static dev.mainstay.engine.Failures.unauthenticated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.policy.HealthPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When a deployment cools down, and for how long: SEMANTICS 3.3 and section 1. */
class HealthTest {
  private static final Duration MOMENT = Duration.ofNanos(1);

  private final Ward ward = new Ward();

  @Test
  void newDeploymentIsInUse() {
    assertThat(ward.health()).isEqualTo(new Health.Closed());
    assertThat(ward.admitsNewCalls()).isTrue();
  }

  @Test
  void rateLimitCoolsDownUntilItsHintAndIsThenClosedWithoutProbe() {
    Failure failure = rateLimited(Duration.ofSeconds(7));

    ward.fail(failure);

    assertThat(ward.health()).isEqualTo(new Health.CoolingDown(Duration.ofSeconds(7), failure));
    assertThat(ward.admitsNewCalls()).isFalse();
    assertThat(ward.gate.visit().obstacle(Terms.of(true, false))).contains(Obstacle.COOLING_DOWN);
    assertThat(ward.gate.visit().enter(Terms.of(true, false))).isEmpty();
    ward.after(Duration.ofSeconds(7).minus(MOMENT));
    assertThat(ward.admitsNewCalls()).isFalse();
    ward.after(MOMENT);
    assertThat(ward.health()).isEqualTo(new Health.Closed());
    ward.begin();
    assertThat(ward.admitsNewCalls()).isTrue();
  }

  @Test
  void rateLimitWithoutHintCoolsDownForTheCooldown() {
    ward.fail(rateLimited());

    assertThat(ward.remaining()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void hintBeyondTheClockCoolsDownWithoutOverflow() {
    ward.after(Duration.ofDays(1));
    ward.fail(rateLimited(Duration.ofSeconds(Long.MAX_VALUE)));

    assertThat(ward.remaining()).isGreaterThan(Duration.ofDays(36_500));
    ward.after(Duration.ofDays(365));
    assertThat(ward.admitsNewCalls()).isFalse();
  }

  @Test
  void answersThatDoNotParseCoolNobodyDown() {
    for (int i = 0; i < 100; i++) {
      ward.fail(new Failure.UnparsableAnswer(FailureDetail.of("the answer is not a City")));
    }

    assertThat(ward.health()).isEqualTo(new Health.Closed());
    assertThat(ward.admitsNewCalls()).isTrue();
  }

  @Test
  void wrongKeyCoolsDownForAMinuteThenAsksForAProbe() {
    Failure failure = unauthenticated();

    ward.fail(failure);

    assertThat(ward.health()).isEqualTo(new Health.CoolingDown(Duration.ofMinutes(1), failure));
    ward.after(Duration.ofMinutes(1));
    assertThat(ward.health()).isEqualTo(new Health.HalfOpen(false, failure));
  }

  @Test
  void threeFailuresInARowRestForTheCooldown() {
    ward.fail(2, serverError());
    assertThat(ward.admitsNewCalls()).isTrue();

    ward.fail(serverError());

    assertThat(ward.health())
        .isEqualTo(new Health.CoolingDown(Duration.ofSeconds(5), serverError()));
    ward.after(Duration.ofSeconds(5));
    assertThat(ward.health()).isEqualTo(new Health.HalfOpen(false, serverError()));
  }

  @Test
  void ofSeveralOutcomesOfOneAttemptTheFirstCountsAndNoneAfterItsEnd() {
    Permit often = ward.begin();
    for (int i = 0; i < 5; i++) {
      often.failed(serverError());
    }
    for (int i = 0; i < 3; i++) {
      Permit over = ward.begin();
      over.close();
      over.failed(serverError());
    }

    assertThat(ward.admitsNewCalls()).isTrue();
    ward.fail(2, serverError());
    assertThat(ward.admitsNewCalls()).isFalse();
  }

  @Test
  void overloadedCountsDouble() {
    ward.fail(overloaded());
    assertThat(ward.admitsNewCalls()).isTrue();

    ward.fail(overloaded());

    assertThat(ward.admitsNewCalls()).isFalse();
  }

  @Test
  void wholeAnswerEndsTheRow() {
    ward.fail(2, serverError());
    ward.succeed(1);
    ward.fail(2, serverError());

    assertThat(ward.admitsNewCalls()).isTrue();
  }

  @Test
  void firstOutputAloneDoesNotEndTheRow() {
    for (int call = 0; call < 3; call++) {
      Permit stream = ward.begin();
      stream.committed();
      Ward.end(stream, serverError());
    }

    assertThat(ward.admitsNewCalls()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("failuresThatTellNothing")
  void failuresThatTellNothingNeitherCountNorEndTheRow(Failure failure) {
    ward.fail(2, serverError());
    ward.fail(50, failure);
    assertThat(ward.admitsNewCalls()).isTrue();

    ward.fail(serverError());

    assertThat(ward.admitsNewCalls()).isFalse();
  }

  static Stream<Failure> failuresThatTellNothing() {
    return Stream.of(
        badRequest(),
        Failing.badToolCall(),
        Failing.ownTimer(),
        Failing.deadline(),
        Failing.cancelled());
  }

  @Test
  void moreThanHalfOfTenOutcomesFailingCoolsDown() {
    for (int i = 0; i < 4; i++) {
      ward.fail(serverError());
      ward.succeed(1);
    }
    ward.fail(serverError());
    assertThat(ward.admitsNewCalls()).as("5 of 9").isTrue();

    ward.fail(serverError());

    assertThat(ward.admitsNewCalls()).as("6 of 10").isFalse();
  }

  @Test
  void halfIsNotMoreThanHalf() {
    for (int i = 0; i < 50; i++) {
      ward.succeed(1);
      ward.fail(serverError());
    }

    assertThat(ward.admitsNewCalls()).isTrue();
  }

  @Test
  void outcomesOfOver30SecondsAgoAreForgotten() {
    for (int i = 0; i < 4; i++) {
      ward.fail(serverError());
      ward.succeed(1);
    }
    ward.after(Duration.ofSeconds(31));

    ward.fail(2, serverError());

    assertThat(ward.admitsNewCalls()).isTrue();
  }

  @Test
  void allowedFailsReplacesBothLimits() {
    Ward strict = new Ward(policy(OptionalInt.of(5), true));
    for (int i = 0; i < 20; i++) {
      strict.fail(3, serverError());
      strict.succeed(1);
    }
    strict.fail(4, serverError());
    assertThat(strict.admitsNewCalls()).isTrue();

    strict.fail(serverError());

    assertThat(strict.admitsNewCalls()).isFalse();
  }

  @Test
  void disabledPolicyNeverCoolsDown() {
    Ward tireless = new Ward(policy(OptionalInt.empty(), false));

    tireless.fail(20, serverError());
    tireless.fail(unauthenticated());
    tireless.fail(rateLimited(Duration.ofMinutes(1)));

    assertThat(tireless.health()).isEqualTo(new Health.Closed());
    assertThat(tireless.admitsNewCalls()).isTrue();
  }

  @Test
  void callThatFailsOftenCountsOnce() {
    Visit visit = ward.gate.visit();
    for (int attempt = 0; attempt < 10; attempt++) {
      Ward.fail(visit, serverError());
    }
    ward.fail(serverError());
    assertThat(ward.admitsNewCalls()).isTrue();

    ward.fail(serverError());

    assertThat(ward.admitsNewCalls()).isFalse();
  }

  @Test
  void callCountsByItsLastFailureThatCounts() {
    Visit visit = ward.gate.visit();
    Ward.fail(visit, overloaded());
    Ward.fail(visit, serverError());
    Ward.fail(visit, badRequest());
    ward.fail(serverError());

    assertThat(ward.admitsNewCalls()).as("1 + 1, not 2 + 1").isTrue();

    Ward.fail(visit, overloaded());
    assertThat(ward.admitsNewCalls()).as("1 + 2").isFalse();
  }

  @Test
  void callThatFailsAgainAfterAnothersSuccessCountsInTheNewRow() {
    Visit visit = ward.gate.visit();
    Ward.fail(visit, serverError());
    ward.succeed(1);
    Ward.fail(visit, serverError());
    ward.fail(serverError());
    assertThat(ward.admitsNewCalls()).isTrue();

    ward.fail(serverError());

    assertThat(ward.admitsNewCalls()).isFalse();
  }

  @Test
  void outcomeIsTheFirstOfAnAttempt() {
    Permit permit = ward.begin();
    permit.succeeded(Optional.empty());
    permit.failed(unauthenticated());

    assertThat(ward.admitsNewCalls()).isTrue();
  }

  @Test
  void attemptThatWasClosedHasNoOutcome() {
    Permit permit = ward.begin();
    permit.close();
    permit.failed(unauthenticated());

    assertThat(ward.admitsNewCalls()).isTrue();
  }

  private static HealthPolicy policy(OptionalInt allowedFails, boolean enabled) {
    return new HealthPolicy(allowedFails, Map.of(), Duration.ofSeconds(5), enabled);
  }
}
