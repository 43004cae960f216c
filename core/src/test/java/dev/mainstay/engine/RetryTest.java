package dev.mainstay.engine;

import static dev.mainstay.testing.ScriptedProvider.answer;
import static dev.mainstay.testing.ScriptedProvider.breaks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.engine.World.Mode;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 1 and 2.1: which failures are retried, and how often; plain and streamed alike. */
class RetryTest {
  private final World world = new World().group("chat", "a");

  static Stream<Arguments> retryable() {
    return inBothModes(
        Failures.rateLimited(),
        Failures.serverError(),
        Failures.overloaded(),
        Failures.connectionFailed(),
        Failures.malformed(),
        Failures.truncated(),
        Failures.providerTimeout());
  }

  static Stream<Arguments> hopeless() {
    return inBothModes(
        Failures.quota(),
        Failures.badRequest(),
        Failures.unauthenticated(),
        Failures.permissionDenied(),
        Failures.notFound(),
        Failures.tooLarge(),
        Failures.unprocessable(),
        Failures.contextWindow(),
        Failures.contentPolicy(),
        Failures.unsupportedParameter());
  }

  private static Stream<Arguments> inBothModes(Failure... failures) {
    return Stream.of(failures)
        .flatMap(f -> Stream.of(Mode.values()).map(mode -> Arguments.of(f, mode)));
  }

  @ParameterizedTest
  @MethodSource("retryable")
  void whatMayPassIsAskedAgainUnseen(Failure failure, Mode mode) {
    world.provider.next("a", breaks(failure)).next("a", breaks(failure)).next("a", answer("Hi"));

    ChatResponse response = world.call(mode);

    assertThat(response.text()).isEqualTo("Hi");
    assertThat(World.outcomes(response.metadata().attempts()))
        .containsExactly(failure.kind(), failure.kind(), "Succeeded");
    assertThat(response.metadata().retryCount()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("retryable")
  void twoRetriesAreTheDefault(Failure failure, Mode mode) {
    world.provider.always("a", breaks(failure));

    MainstayException exception = world.fail(mode);

    assertThat(exception.failure()).isEqualTo(failure);
    assertThat(exception.metadata().attempts()).hasSize(3);
    assertThat(exception.getSuppressed()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("hopeless")
  void whatCannotPassIsAskedOnceAlsoOnTheSecondCall(Failure failure, Mode mode) {
    world.provider.always("a", breaks(failure));

    MainstayException first = world.fail(mode);
    MainstayException second = world.fail(mode);

    assertThat(first.failure()).isEqualTo(failure);
    assertThat(second.failure()).isEqualTo(failure);
    assertThat(world.provider.asked()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void zeroDisablesRetries(Mode mode) {
    world.retries(RetryPolicy.of(0)).provider.always("a", breaks(Failures.rateLimited()));

    world.fail(mode);

    assertThat(world.provider.asked()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void countOfKindGoesBeforeGeneralCount(Mode mode) {
    world.retries(RetryPolicy.builder().retries(1).onRateLimit(4).build());
    world.provider.always("a", breaks(Failures.rateLimited()));

    world.fail(mode);

    assertThat(world.provider.asked()).hasSize(5);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void countOfGroupGoesBeforeCountOfRouter(Mode mode) {
    world
        .retries(RetryPolicy.builder().onRateLimit(4).build())
        .retries("chat", RetryPolicy.builder().onRateLimit(1).build());
    world.provider.always("a", breaks(Failures.rateLimited()));

    world.fail(mode);

    assertThat(world.provider.asked()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void countOfRequestReplacesAllButAZeroOfAKind(Mode mode) {
    world.retries(RetryPolicy.builder().retries(9).onRateLimit(7).onServerError(0).build());
    world.provider.always("a", breaks(Failures.rateLimited()));

    world.fail(mode, CallOptions.none().withRetries(1));
    int afterRateLimit = world.provider.asked().size();
    world.provider.always("a", breaks(Failures.serverError()));
    world.fail(mode, CallOptions.none().withRetries(1));

    assertThat(afterRateLimit).isEqualTo(2);
    assertThat(world.provider.asked()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void retriesAreHeldAgainstTheCountOfTheLatestFailure(Mode mode) {
    world.retries(RetryPolicy.builder().onRateLimit(5).onServerError(1).build());
    world
        .provider
        .next("a", breaks(Failures.rateLimited()))
        .next("a", breaks(Failures.rateLimited()))
        .next("a", breaks(Failures.serverError()));

    MainstayException exception = world.fail(mode);

    assertThat(exception.failure()).isEqualTo(Failures.serverError());
    assertThat(world.provider.asked()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void policyCanMakeAKindRetryable(Mode mode) {
    world.retries(RetryPolicy.builder().onBadRequest(1).build());
    world.provider.next("a", breaks(Failures.badRequest())).next("a", answer("Hi"));

    assertThat(world.call(mode).text()).isEqualTo("Hi");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void providersWordThatARetryIsUselessIsObeyed(Mode mode) {
    FailureDetail useless = FailureDetail.of("go away").withRetry(false);
    world.provider.always("a", breaks(new Failure.RateLimited(useless)));

    world.fail(mode);

    assertThat(world.provider.asked()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void allAttemptsOfACallTogetherAreAtMostTen(Mode mode) {
    World wide =
        new World()
            .group("a", "a")
            .group("b", "b")
            .group("c", "c")
            .group("d", "d")
            .fallback("a", "b", "c", "d");
    for (String model : List.of("a", "b", "c", "d")) {
      wide.provider.always(model, breaks(Failures.serverError()));
    }

    wide.fail(mode);

    assertThat(wide.provider.asked())
        .containsExactly("a", "a", "a", "b", "b", "b", "c", "c", "c", "d");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void everyStreamIsClosedAndNoTimerIsLeft(Mode mode) {
    world.provider.next("a", breaks(Failures.serverError())).next("a", answer("Hi"));

    world.call(mode);

    assertThat(world.provider.open()).isZero();
    assertThat(world.time.pendingTimers()).isZero();
    assertThat(world.time.elapsed()).isEqualTo(Duration.ofSeconds(1));
  }
}
