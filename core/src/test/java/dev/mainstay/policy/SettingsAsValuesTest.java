package dev.mainstay.policy;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings are values: each setting is kept, told, and makes two of them differ. */
class SettingsAsValuesTest {
  private static final Duration TIME = ofSeconds(7);

  static Stream<Arguments> settings() {
    return Stream.of(policies(), groups(), timeouts(), options(), others())
        .flatMap(settings -> settings);
  }

  private static Stream<Arguments> policies() {
    Policies all = Policies.defaults();
    Timeouts timeouts = Timeouts.defaults().withIdle(TIME);
    return Stream.of(
        of(all, p -> p.withRetries(RetryPolicy.of(7)), Policies::retries, RetryPolicy.of(7)),
        of(all, p -> p.withRecovery(RecoveryPolicy.FAIL), Policies::recovery, RecoveryPolicy.FAIL),
        of(
            all,
            p -> p.withHedging(HedgePolicy.after(TIME)),
            Policies::hedging,
            HedgePolicy.after(TIME)),
        of(
            all,
            p -> p.withBackoff(Backoff.defaults().withMaxDelay(TIME)),
            p -> p.backoff().maxDelay(),
            TIME),
        of(all, p -> p.withTimeouts(timeouts), Policies::timeouts, timeouts),
        of(
            all,
            p -> p.withHealth(HealthPolicy.disabled()),
            Policies::health,
            HealthPolicy.disabled()),
        of(
            all,
            p -> p.withRetryBudget(RetryBudget.unlimited()),
            Policies::retryBudget,
            RetryBudget.unlimited()),
        of(
            all,
            p -> p.withPacing(PacingPolicy.disabled()),
            Policies::pacing,
            PacingPolicy.disabled()),
        of(all, p -> p.withHoldsToolCalls(false), Policies::holdsToolCalls, false),
        of(all, p -> p.withTellsCost(true), Policies::tellsCost, true),
        of(all, p -> p.withLoopGuard(2), Policies::loopGuard, OptionalInt.of(2)));
  }

  private static Stream<Arguments> groups() {
    Policies all = Policies.defaults().withRetries(RetryPolicy.of(3));
    RetryPolicy own = RetryPolicy.builder().onTimeout(1).build();
    return Stream.of(
        of(
            all,
            p -> p.withRetries("a", own),
            p -> List.of(p.retries("a"), p.retries("b"), p.groupRetries()),
            List.of(
                RetryPolicy.builder().retries(3).onTimeout(1).build(),
                RetryPolicy.of(3),
                Map.of("a", own))),
        of(
            all,
            p -> p.withRecovery("a", RecoveryPolicy.FAIL),
            p -> List.of(p.recovery("a"), p.recovery("b"), p.groupRecovery()),
            List.of(
                RecoveryPolicy.FAIL, RecoveryPolicy.CONTINUE, Map.of("a", RecoveryPolicy.FAIL))),
        of(
            all,
            p -> p.withHedging("a", HedgePolicy.after(TIME)),
            p -> List.of(p.hedging("a"), p.hedging("b"), p.groupHedging()),
            List.of(
                HedgePolicy.after(TIME), HedgePolicy.off(), Map.of("a", HedgePolicy.after(TIME)))));
  }

  private static Stream<Arguments> timeouts() {
    Timeouts all = Timeouts.defaults();
    Optional<Duration> set = Optional.of(TIME);
    return Stream.of(
        of(all, t -> t.withConnect(TIME), Timeouts::connect, TIME),
        of(all, t -> t.withFirstToken(TIME), t -> t.firstToken(), set),
        of(all, t -> t.withIdle(TIME), Timeouts::idle, TIME),
        of(all, t -> t.withAttempt(TIME), t -> t.attempt(), set),
        of(all, t -> t.withTotal(TIME), Timeouts::total, set),
        of(all, t -> t.withUntilOutput(TIME), Timeouts::untilOutput, set),
        of(all, t -> t.withUntilRecovered(TIME), Timeouts::untilRecovered, set));
  }

  private static Stream<Arguments> options() {
    CallOptions none = CallOptions.none();
    WaitLimits limits = new WaitLimits(TIME, Duration.ZERO);
    return Stream.of(
        of(none, o -> o.withRetries(7), CallOptions::retries, OptionalInt.of(7)),
        of(none, o -> o.withTimeout(TIME), CallOptions::timeout, Optional.of(TIME)),
        of(none, o -> o.withStreamTimeout(TIME), CallOptions::streamTimeout, Optional.of(TIME)),
        of(none, o -> o.withoutFallbacks(), CallOptions::fallbacks, Optional.of(List.of())),
        of(none, o -> o.withTags("eu", "fast"), CallOptions::tags, List.of("eu", "fast")),
        of(
            none,
            o -> o.withHeader("X-A", "1").withHeader("X-B", "2"),
            CallOptions::headers,
            Map.of("X-A", "1", "X-B", "2")),
        of(none, o -> o.withSession("s"), CallOptions::session, Optional.of("s")),
        of(none, o -> o.withId("c"), CallOptions::id, Optional.of("c")),
        of(none, o -> o.withPriority(7), CallOptions::priority, 7),
        of(none, o -> o.withWaitLimits(limits), CallOptions::waitLimits, limits));
  }

  private static Stream<Arguments> others() {
    return Stream.of(
        of(HedgePolicy.off(), off -> HedgePolicy.after(TIME), HedgePolicy::time, Optional.of(TIME)),
        of(
            HedgePolicy.off(),
            off -> HedgePolicy.afterPercentile(99),
            HedgePolicy::percentile,
            OptionalInt.of(99)),
        of(
            HedgePolicy.afterPercentile(50),
            half -> HedgePolicy.afterPercentile(51),
            HedgePolicy::percentile,
            OptionalInt.of(51)),
        of(HedgePolicy.after(TIME), time -> HedgePolicy.off(), HedgePolicy::isOff, true),
        of(HedgePolicy.off(), off -> HedgePolicy.afterPercentile(50), HedgePolicy::isOff, false),
        of(
            PacingPolicy.defaults(),
            p -> p.withMaxQueue(0).withMaxQueueWait(TIME),
            p -> p,
            new PacingPolicy(true, 0, TIME)),
        of(
            Backoff.defaults(),
            b -> b.withMaxRetryWait(TIME).withFallbackPatience(Duration.ZERO),
            b -> List.of(b.maxRetryWait(), b.fallbackPatience()),
            List.of(TIME, Duration.ZERO)));
  }

  private static <T> Arguments of(
      T before, UnaryOperator<T> change, Function<T, Object> told, Object expected) {
    return Arguments.of(before, change, told, expected);
  }

  @ParameterizedTest
  @MethodSource("settings")
  <T> void settingIsToldAndMakesTheDifference(
      T before, UnaryOperator<T> change, Function<T, Object> told, Object expected) {
    T after = change.apply(before);

    assertThat(told.apply(after)).isEqualTo(expected);
    assertThat(told.apply(before)).isNotEqualTo(expected);
    assertThat(after).isNotEqualTo(before).isEqualTo(change.apply(before));
    assertThat(after).hasSameHashCodeAs(change.apply(before));
    assertThat(after.toString()).isNotEqualTo(before.toString());
  }
}
