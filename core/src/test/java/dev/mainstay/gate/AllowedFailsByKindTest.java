package dev.mainstay.gate;

import static dev.mainstay.engine.Failures.badRequest;
import static dev.mainstay.engine.Failures.overloaded;
import static dev.mainstay.engine.Failures.providerTimeout;
import static dev.mainstay.engine.Failures.rateLimited;
import static dev.mainstay.engine.Failures.serverError;
import static dev.mainstay.engine.Failures.unauthenticated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryKind;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** {@code allowed_fails_policy}: kinds of failure that are counted apart: SEMANTICS 3.3. */
class AllowedFailsByKindTest {

  @Test
  void rateLimitsRestOnlyWhenThereAreAsManyAsAllowed() {
    Ward ward = ward(Map.of(RetryKind.RATE_LIMIT, 3));
    ward.fail(2, rateLimited(Duration.ofMinutes(1)));
    assertThat(ward.admitsNewCalls()).isTrue();

    ward.fail(rateLimited(Duration.ofSeconds(9)));

    assertThat(ward.remaining()).isEqualTo(Duration.ofSeconds(9));
    ward.after(Duration.ofSeconds(9));
    assertThat(ward.health()).isEqualTo(new Health.Closed());
  }

  @Test
  void wrongKeysRestLongWhenThereAreAsManyAsAllowed() {
    Ward ward = ward(Map.of(RetryKind.AUTHENTICATION, 2));
    ward.fail(unauthenticated());
    assertThat(ward.admitsNewCalls()).isTrue();

    ward.fail(unauthenticated());

    assertThat(ward.remaining()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void kindThatOtherwiseNeverCoolsDownDoesSoForTheCooldownAndIsProbed() {
    Ward ward = ward(Map.of(RetryKind.BAD_REQUEST, 2));
    ward.fail(2, badRequest());

    assertThat(ward.remaining()).isEqualTo(Duration.ofSeconds(5));
    ward.after(Duration.ofSeconds(5));
    assertThat(ward.health()).isEqualTo(new Health.HalfOpen(false, badRequest()));
  }

  @Test
  void failureThatWouldRestItsDeploymentOtherwiseIsCountedApartAllTheSame() {
    Ward ward = ward(Map.of(RetryKind.SERVER_ERROR, 2));
    Failure own =
        new Failure.ServerError(FailureDetail.of("it went wrong").withCooldown(Cooldown.LONG));
    ward.fail(own);
    assertThat(ward.admitsNewCalls()).isTrue();

    ward.fail(own);

    assertThat(ward.remaining()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void kindIsCountedApart() {
    Ward ward = ward(Map.of(RetryKind.SERVER_ERROR, 6));
    ward.fail(5, serverError());
    ward.fail(2, providerTimeout());
    assertThat(ward.admitsNewCalls()).isTrue();

    ward.fail(providerTimeout());

    assertThat(ward.admitsNewCalls()).isFalse();
  }

  @Test
  void kindThatIsCountedApartIsNoPartOfTheShare() {
    Ward ward = ward(Map.of(RetryKind.SERVER_ERROR, 50));

    ward.fail(40, serverError());

    assertThat(ward.admitsNewCalls()).isTrue();
  }

  @Test
  void successEndsTheRowOfAKindToo() {
    Ward ward = ward(Map.of(RetryKind.RATE_LIMIT, 2));
    ward.fail(rateLimited());
    ward.succeed(1);
    ward.fail(rateLimited());

    assertThat(ward.admitsNewCalls()).isTrue();
  }

  @Test
  void noneAllowedCoolsDownAtTheFirst() {
    Ward ward = ward(Map.of(RetryKind.TIMEOUT, 0));

    ward.fail(providerTimeout());

    assertThat(ward.admitsNewCalls()).isFalse();
  }

  @Test
  void overloadedCountsDoubleHereToo() {
    Ward ward = ward(Map.of(RetryKind.SERVER_ERROR, 4));
    ward.fail(overloaded());
    assertThat(ward.admitsNewCalls()).isTrue();

    ward.fail(overloaded());

    assertThat(ward.admitsNewCalls()).isFalse();
  }

  @Test
  void callCountsOnceByItsLastFailureWhateverTheKinds() {
    Ward ward = ward(Map.of(RetryKind.SERVER_ERROR, 2));
    Visit visit = ward.gate.visit();
    Ward.fail(visit, serverError());
    Ward.fail(visit, serverError());
    Ward.fail(visit, providerTimeout());
    ward.fail(serverError());
    assertThat(ward.admitsNewCalls()).isTrue();

    ward.fail(2, providerTimeout());
    assertThat(ward.admitsNewCalls()).isFalse();
  }

  @Test
  void kindThatIsCountedApartDoesNotLengthenARest() {
    Ward ward = ward(Map.of(RetryKind.RATE_LIMIT, 3));
    ward.fail(3, serverError());

    Ward.end(ward.beginUnbound(), rateLimited(Duration.ofMinutes(1)));

    assertThat(ward.remaining()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void failuresThatTellNothingNeverCount() {
    Ward ward = ward(Map.of(RetryKind.TIMEOUT, 1, RetryKind.SERVER_ERROR, 1));

    ward.fail(Failing.deadline());
    ward.fail(Failing.ownTimer());
    ward.fail(Failing.badToolCall());
    ward.fail(Failing.cancelled());

    assertThat(ward.admitsNewCalls()).isTrue();
  }

  private static Ward ward(Map<RetryKind, Integer> allowed) {
    return new Ward(new HealthPolicy(OptionalInt.empty(), allowed, Duration.ofSeconds(5), true));
  }
}
