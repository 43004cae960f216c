package dev.mainstay.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** SEMANTICS 1, the column "status". */
class StatusesTest {
  private static final FailureDetail DETAIL = FailureDetail.of("it failed");

  private static final Map<Failure, Integer> STATUSES =
      Map.ofEntries(
          Map.entry(new Failure.RateLimited(DETAIL), 429),
          Map.entry(new Failure.QuotaExceeded(DETAIL), 429),
          Map.entry(new Failure.RequestTooLarge(DETAIL), 413),
          Map.entry(new Failure.TimedOut(TimeoutPhase.ATTEMPT, DETAIL), 504),
          Map.entry(new Failure.ConnectionFailed(DETAIL), 502),
          Map.entry(new Failure.ServerError(DETAIL), 502),
          Map.entry(new Failure.Overloaded(DETAIL), 503),
          Map.entry(new Failure.MalformedAnswer(DETAIL), 502),
          Map.entry(new Failure.UnparsableAnswer(DETAIL), 502),
          Map.entry(new Failure.Truncated(DETAIL), 502),
          Map.entry(new Failure.ContextWindowExceeded(DETAIL), 400),
          Map.entry(new Failure.ContentPolicyViolation(DETAIL), 400),
          Map.entry(new Failure.BadRequest(DETAIL), 400),
          Map.entry(new Failure.UnsupportedParameter(DETAIL), 400),
          Map.entry(new Failure.Unprocessable(DETAIL), 422),
          Map.entry(new Failure.Unauthenticated(DETAIL), 401),
          Map.entry(new Failure.PermissionDenied(DETAIL), 403),
          Map.entry(new Failure.NotFound(DETAIL), 404),
          Map.entry(new Failure.NoDeployment(DETAIL), 503),
          Map.entry(new Failure.Cancelled(DETAIL), 499));

  @Test
  void everyKindOfFailureIsInTheTable() {
    assertThat(STATUSES.keySet().stream().map(Failure::getClass).collect(Collectors.toSet()))
        .isEqualTo(
            Arrays.stream(Failure.class.getPermittedSubclasses()).collect(Collectors.toSet()));
  }

  @Test
  void everyKindHasTheStatusOfTheTable() {
    assertThat(STATUSES)
        .allSatisfy((failure, status) ->
            assertThat(Statuses.of(failure)).as(failure.kind()).isEqualTo(status));
  }

  @ParameterizedTest
  @EnumSource(TimeoutPhase.class)
  void onlyTheCallersOwnDeadlineIsItsOwnFault(TimeoutPhase phase) {
    int status = Statuses.of(new Failure.TimedOut(phase, DETAIL));

    assertThat(status).isEqualTo(phase == TimeoutPhase.TOTAL ? 408 : 504);
  }

  @ParameterizedTest
  @CsvSource({"429, 429", "503, 503", "200, 503"})
  void noDeploymentIsALimitWhereLimitsAloneKeepCallsOut(int why, int told) {
    assertThat(Statuses.of(new Failure.NoDeployment(DETAIL.withStatus(why)))).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({"500, 500", "502, 502", "507, 507", "599, 599", "409, 502", "424, 502", "200, 502"})
  void serverErrorKeepsAStatusOfFiveHundredAndIs502Otherwise(int providers, int told) {
    assertThat(Statuses.of(new Failure.ServerError(DETAIL.withStatus(providers)))).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_request_error",
    "401, authentication_error",
    "403, permission_error",
    "404, invalid_request_error",
    "408, timeout_error",
    "413, invalid_request_error",
    "422, invalid_request_error",
    "429, rate_limit_error",
    "500, server_error",
    "502, server_error",
    "503, server_error",
    "504, timeout_error"
  })
  void errorWithoutATypeHasTheOneOfItsStatus(int status, String type) {
    assertThat(Statuses.type(status)).isEqualTo(type);
  }
}
