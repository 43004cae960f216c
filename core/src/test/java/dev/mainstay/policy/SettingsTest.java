package dev.mainstay.policy;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 2.1, 2.7 and 7.5: which setting goes before which, and which values there may be. */
class SettingsTest {
  private static final Failure RATE_LIMITED = new Failure.RateLimited(FailureDetail.of("slow"));
  private static final Failure SERVER_ERROR = new Failure.ServerError(FailureDetail.of("broke"));
  private static final Failure QUOTA = new Failure.QuotaExceeded(FailureDetail.of("spent"));

  @Test
  void whereNothingIsSetThereAreTwoRetriesAndTenAttempts() {
    RetryPolicy policy = RetryPolicy.defaults();

    assertThat(policy.general()).isEqualTo(2);
    assertThat(policy.limitOnSame(SERVER_ERROR)).isEqualTo(2);
    assertThat(policy.limitElsewhere(QUOTA)).isEqualTo(2);
    assertThat(policy.explicit(SERVER_ERROR)).isEmpty();
    assertThat(policy.maxAttempts()).isEqualTo(10);
  }

  @Test
  void countOfAKindGoesBeforeTheGeneralOneButNotForGoingElsewhere() {
    RetryPolicy policy = RetryPolicy.builder().retries(3).onRateLimit(0).onServerError(20).build();

    assertThat(policy.limitOnSame(RATE_LIMITED)).isZero();
    assertThat(policy.limitElsewhere(RATE_LIMITED)).isEqualTo(3);
    assertThat(policy.limitOnSame(SERVER_ERROR)).isEqualTo(20);
    assertThat(policy.limitElsewhere(SERVER_ERROR)).isEqualTo(20);
    assertThat(policy.limitOnSame(QUOTA)).isEqualTo(3);
    assertThat(policy.maxAttempts()).isEqualTo(21);
  }

  @Test
  void strongerPolicyReplacesWhatItSetsAndNothingElse() {
    RetryPolicy router = RetryPolicy.builder().retries(1).onRateLimit(5).onTimeout(4).build();

    assertThat(router.overriddenBy(RetryPolicy.builder().onRateLimit(7).onBadRequest(1).build()))
        .isEqualTo(
            RetryPolicy.builder().retries(1).onRateLimit(7).onTimeout(4).onBadRequest(1).build());
    assertThat(router.overriddenBy(RetryPolicy.of(3)))
        .isEqualTo(RetryPolicy.builder().retries(3).onRateLimit(5).onTimeout(4).build());
    assertThat(router.overriddenBy(RetryPolicy.defaults())).isEqualTo(router);
  }

  @Test
  void countOfTheRequestReplacesAllButTheZerosOfKinds() {
    RetryPolicy router = RetryPolicy.builder().retries(1).onRateLimit(5).onTimeout(0).build();

    assertThat(router.overriddenByRequest(3))
        .isEqualTo(RetryPolicy.builder().retries(3).onTimeout(0).build());
  }

  @ParameterizedTest
  @EnumSource(RetryKind.class)
  void everyKindCanBeSet(RetryKind kind) {
    assertThat(RetryPolicy.builder().on(kind, 4).build().byKind()).isEqualTo(Map.of(kind, 4));
    assertThatThrownBy(() -> RetryPolicy.builder().on(kind, -1).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("retries on " + kind + " is -1; use 0 (never) to 100");
  }

  @Test
  void builderSetsTheKindItNames() {
    assertThat(
            RetryPolicy.builder()
                .onTimeout(1)
                .onRateLimit(2)
                .onServerError(3)
                .onBadRequest(4)
                .onAuthentication(5)
                .onContentPolicy(6)
                .onUnsupportedParameter(7)
                .build()
                .byKind())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                RetryKind.TIMEOUT, 1,
                RetryKind.RATE_LIMIT, 2,
                RetryKind.SERVER_ERROR, 3,
                RetryKind.BAD_REQUEST, 4,
                RetryKind.AUTHENTICATION, 5,
                RetryKind.CONTENT_POLICY, 6,
                RetryKind.UNSUPPORTED_PARAMETER, 7));
  }

  @Test
  void timeoutsHaveTheirDefaultsAndAreShorterWhereThereIsSomewhereElseToGo() {
    Timeouts timeouts = Timeouts.defaults();

    assertThat(timeouts.connect()).isEqualTo(ofSeconds(5));
    assertThat(timeouts.idle()).isEqualTo(ofSeconds(120));
    assertThat(timeouts.total()).isEmpty();
    assertThat(timeouts.untilOutput()).isEmpty();
    assertThat(timeouts.firstToken(false)).isEqualTo(ofSeconds(600));
    assertThat(timeouts.firstToken(true)).isEqualTo(ofSeconds(280));
    assertThat(timeouts.attempt(false)).isEqualTo(ofSeconds(600));
    assertThat(timeouts.attempt(true)).isEqualTo(ofSeconds(280));
  }

  @Test
  void timeoutThatIsSetIsObeyedWhereverTheCallCanGo() {
    Timeouts set = Timeouts.defaults().withFirstToken(ofSeconds(7)).withAttempt(ofSeconds(8));

    assertThat(set.firstToken(true)).isEqualTo(ofSeconds(7)).isEqualTo(set.firstToken(false));
    assertThat(set.attempt(true)).isEqualTo(ofSeconds(8)).isEqualTo(set.attempt(false));
  }

  @Test
  void streamTimeoutIsBothOfAStreams() {
    assertThat(Timeouts.defaults().withStream(ofSeconds(9)))
        .isEqualTo(Timeouts.defaults().withFirstToken(ofSeconds(9)).withIdle(ofSeconds(9)));
  }

  static Stream<Arguments> mistakes() {
    Timeouts timeouts = Timeouts.defaults();
    CallOptions options = CallOptions.none();
    PacingPolicy pacing = PacingPolicy.defaults();
    return Stream.of(
        mistake("connect timeout is PT0S", () -> timeouts.withConnect(Duration.ZERO)),
        mistake("first token timeout is PT-1S", () -> timeouts.withFirstToken(ofSeconds(-1))),
        mistake("idle timeout is PT0S", () -> timeouts.withIdle(Duration.ZERO)),
        mistake("attempt timeout is PT0S", () -> timeouts.withAttempt(Duration.ZERO)),
        mistake("total timeout is PT-0.001S", () -> timeouts.withTotal(ofMillis(-1))),
        mistake("first output is PT0S", () -> timeouts.withUntilOutput(Duration.ZERO)),
        mistake("until a recovery is PT0S", () -> timeouts.withUntilRecovered(Duration.ZERO)),
        mistake("total timeout is PT0S", () -> options.withTimeout(Duration.ZERO)),
        mistake("first token timeout is PT0S", () -> options.withStreamTimeout(Duration.ZERO)),
        mistake("retries is 101; use 0 (never) to 100", () -> options.withRetries(101)),
        mistake("retries is -1", () -> RetryPolicy.of(-1)),
        mistake("retries is 101", () -> RetryPolicy.defaults().overriddenByRequest(101)),
        mistake("allowed fails is -1", () -> health(OptionalInt.of(-1), Map.of(), ofSeconds(5))),
        mistake(
            "allowed fails of TIMEOUT is -2",
            () -> health(OptionalInt.empty(), Map.of(RetryKind.TIMEOUT, -2), ofSeconds(5))),
        mistake("the cooldown is PT0S", () -> health(OptionalInt.empty(), Map.of(), Duration.ZERO)),
        mistake("a share of 0.0", () -> new RetryBudget(true, 0, 100)),
        mistake("at least -1", () -> new RetryBudget(true, 0.2, -1)),
        mistake("begin after PT0S", () -> HedgePolicy.after(Duration.ZERO)),
        mistake("the percentile 49; use 50 to 99", () -> HedgePolicy.afterPercentile(49)),
        mistake("the percentile 100", () -> HedgePolicy.afterPercentile(100)),
        mistake("wait for a deployment is -1", () -> pacing.withMaxQueue(-1)),
        mistake("wait in line is PT0S", () -> pacing.withMaxQueueWait(Duration.ZERO)),
        mistake("1 repetitions", () -> Policies.defaults().withLoopGuard(1)));
  }

  private static HealthPolicy health(
      OptionalInt allowedFails, Map<RetryKind, Integer> byKind, Duration cooldown) {
    return new HealthPolicy(allowedFails, byKind, cooldown, true);
  }

  private static Arguments mistake(String message, ThrowingCallable change) {
    return Arguments.of(message, change);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void impossibleValueIsRefusedWithTheRemedy(String message, ThrowingCallable change) {
    assertThatThrownBy(change)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("use ");
  }

  @Test
  void limitsThemselvesAreAllowed() {
    assertThat(RetryPolicy.of(100).maxAttempts()).isEqualTo(101);
    assertThat(new RetryBudget(true, 0.2, 0).least()).isZero();
    assertThat(health(OptionalInt.of(0), Map.of(), ofSeconds(5)).allowedFails()).hasValue(0);
    assertThat(CallOptions.none().withRetries(0).retries()).isEqualTo(OptionalInt.of(0));
    assertThat(CallOptions.none().withTimeout(Duration.ofNanos(1)).timeout()).isPresent();
  }

  @Test
  void optionsKeepACopyOfTheirFallbacksAndNoneIsNotUnset() {
    List<String> groups = new ArrayList<>(List.of("backup"));

    CallOptions options = CallOptions.none().withFallbacks(groups);
    groups.clear();

    assertThat(options.fallbacks()).hasValue(List.of("backup"));
    assertThat(CallOptions.none().fallbacks()).isEmpty();
    assertThat(options.withoutFallbacks().fallbacks()).hasValue(List.of());
  }
}
