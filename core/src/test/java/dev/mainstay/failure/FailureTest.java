package dev.mainstay.failure;

import static dev.mainstay.failure.Cooldown.COUNTS;
import static dev.mainstay.failure.Cooldown.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.Components;
import dev.mainstay.call.Attempt;
import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.CallTimeoutException;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.call.MidStreamException;
import dev.mainstay.model.Choice;
import dev.mainstay.policy.RetryKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SEMANTICS 1: the table of kinds. A new kind fails here until it has its line. */
class FailureTest {
  private static final FailureDetail DETAIL = FailureDetail.of("it went wrong");

  // The kind, R, F, C, its kind in a retry policy, and the exception its callers catch.
  private static final String KINDS =
      """
      RateLimited            | true  | ANYWHERE      | UNTIL_HINT    | RATE_LIMIT                 | RateLimitException
      QuotaExceeded          | false | ANYWHERE      | LONG          |                            | RateLimitException
      RequestTooLarge        | false | ANYWHERE      | NONE          |                            | BadRequestException
      TimedOut CONNECT       | true  | ANYWHERE      | COUNTS        | TIMEOUT                    | CallTimeoutException
      TimedOut FIRST_TOKEN   | true  | ANYWHERE      | COUNTS        | TIMEOUT                    | CallTimeoutException
      TimedOut IDLE          | true  | ANYWHERE      | COUNTS        | TIMEOUT                    | CallTimeoutException
      TimedOut ATTEMPT       | true  | ANYWHERE      | COUNTS        | TIMEOUT                    | CallTimeoutException
      TimedOut PROVIDER      | true  | ANYWHERE      | COUNTS        | TIMEOUT                    | CallTimeoutException
      TimedOut UNTIL_OUTPUT  | false | NOWHERE       | NONE          | TIMEOUT                    | CallTimeoutException
      TimedOut TOTAL         | false | NOWHERE       | NONE          | TIMEOUT                    | CallTimeoutException
      ConnectionFailed       | true  | ANYWHERE      | COUNTS        | SERVER_ERROR            | ConnectionException
      ServerError            | true  | ANYWHERE      | COUNTS        | SERVER_ERROR            | ServerErrorException
      Overloaded             | true  | ANYWHERE      | COUNTS_DOUBLE | SERVER_ERROR            | ServiceUnavailableException
      MalformedAnswer        | true  | ANYWHERE      | COUNTS        | SERVER_ERROR            | MainstayException
      UnparsableAnswer       | true  | ANYWHERE      | NONE          |                            | MainstayException
      Truncated              | true  | ANYWHERE      | COUNTS        | SERVER_ERROR            | MainstayException
      ContextWindowExceeded  | false | LARGER_WINDOW | NONE          |                            | ContextWindowException
      ContentPolicyViolation | false | CONTENT_POLICY_FALLBACKS | NONE | CONTENT_POLICY                     | ContentPolicyException
      BadRequest             | false | NOWHERE       | NONE          | BAD_REQUEST                | BadRequestException
      UnsupportedParameter   | false | ANYWHERE      | NONE          | UNSUPPORTED_PARAMETER      | BadRequestException
      Unprocessable          | false | NOWHERE       | NONE          | BAD_REQUEST                | BadRequestException
      Unauthenticated        | false | ANYWHERE      | LONG          | AUTHENTICATION             | AuthenticationException
      PermissionDenied       | false | ANYWHERE      | LONG          | AUTHENTICATION             | AuthenticationException
      NotFound               | false | ANYWHERE      | LONG          |                            | NotFoundException
      NoDeployment           | false | ANYWHERE      | NONE          |                            | ServiceUnavailableException
      Cancelled              | false | NOWHERE       | NONE          |                            | MainstayException
      """;

  private static final Map<String, Failure> BY_NAME =
      instances(DETAIL).collect(Collectors.toMap(FailureTest::name, failure -> failure));

  @Test
  void everyKindKeepsQuotedWordsFromEvents() {
    FailureDetail quoting = DETAIL.withQuoted("private words");

    assertThat(instances(quoting).map(Failure::withoutQuoted))
        .containsExactlyElementsOf(instances(DETAIL).toList());
  }

  @Test
  void textOfADetailNamesWhatIsKnownAndNothingElse() {
    FailureDetail detail = FailureDetail.of("slow down").withStatus(429).withRequestId("req_1");

    assertThat(detail).hasToString("FailureDetail[slow down, status=429, requestId=req_1]");
  }

  @Test
  void messageForTheCallerIsInNoEvent() {
    FailureDetail told =
        FailureDetail.of("")
            .withMessageForCaller("Invalid value: 'MY PROMPT'")
            .withStatus(400)
            .withError(
                Optional.of("invalid_request_error"),
                Optional.of("messages[0].role"),
                Optional.of("invalid_value"))
            .withRequestId("req_1");

    Failure failure = new Failure.BadRequest(told);

    assertThat(failure.message()).isEqualTo("Invalid value: 'MY PROMPT'");
    assertThat(failure.messageToCaller()).isEqualTo(failure.message());
    assertThat(failure.withoutQuoted().message())
        .isEqualTo(
            "HTTP 400, invalid_value, param messages[0].role, request req_1;"
                + " the message is for that call's caller alone");
    assertThat(failure.withoutQuoted().detail().code()).hasValue("invalid_value");
    assertThat(failure.withoutQuoted().toString()).doesNotContain("MY PROMPT");
    assertThat(new Failure.BadRequest(told.withMessage("ours")).withoutQuoted().message())
        .isEqualTo("ours");
  }

  @ParameterizedTest
  @CsvSource(textBlock = KINDS, delimiter = '|')
  void kindHasItsDefaults(
      String name, boolean retry, Reach reach, Cooldown cooldown, String key, String exception) {
    Failure failure = BY_NAME.get(name);

    assertThat(failure.isRetryable()).isEqualTo(retry);
    assertThat(failure.isRetryableByKind()).isEqualTo(retry);
    assertThat(failure.reach()).isEqualTo(reach);
    assertThat(failure.cooldown()).isEqualTo(cooldown);
    assertThat(RetryKind.of(failure).map(RetryKind::name)).isEqualTo(Optional.ofNullable(key));
    assertThat(thrown(failure, 1).getClass().getSimpleName()).isEqualTo(exception);
  }

  @Test
  void everyKindHasItsLine() {
    assertThat(KINDS.lines().map(line -> line.split("\\|")[0].strip()))
        .containsExactlyInAnyOrderElementsOf(BY_NAME.keySet());
  }

  @Test
  void failureMayDifferFromItsKindInRetryAndRest() {
    Failure hopeless = new Failure.ServerError(DETAIL.withRetry(false).withCooldown(NONE));
    Failure passing = new Failure.NotFound(DETAIL.withRetry(true).withCooldown(COUNTS));

    assertThat(hopeless.isRetryable()).isFalse();
    assertThat(hopeless.isRetryableByKind()).isTrue();
    assertThat(hopeless.cooldown()).isEqualTo(NONE);
    assertThat(passing.isRetryable()).isTrue();
    assertThat(passing.isRetryableByKind()).isFalse();
    assertThat(passing.cooldown()).isEqualTo(COUNTS);
  }

  static Stream<Arguments> changes() {
    FailureDetail all =
        DETAIL
            .withStatus(500)
            .withError(Optional.of("type"), Optional.of("param"), Optional.of("code"))
            .withRequestId("req_1")
            .withRetryAfter(Duration.ofSeconds(1))
            .withRetry(true)
            .withCooldown(COUNTS);
    return Stream.of(
        Arguments.of(all, all.withMessage("other"), List.of("message")),
        Arguments.of(all, all.withMessageForCaller("other"), List.of("message", "isForCaller")),
        Arguments.of(all, all.withStatus(501), List.of("status")),
        Arguments.of(
            all,
            all.withError(Optional.empty(), Optional.empty(), Optional.empty()),
            List.of("type", "param", "code")),
        Arguments.of(all, all.withRequestId("req_2"), List.of("requestId")),
        Arguments.of(all, all.withRetryAfter(Duration.ofSeconds(2)), List.of("retryAfter")),
        Arguments.of(all, all.withRetry(false), List.of("retry")),
        Arguments.of(all, all.withCooldown(NONE), List.of("cooldown")));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void detailChangesInNothingElse(FailureDetail before, FailureDetail after, List<String> fields) {
    assertThat(Components.differing(before, after)).isEqualTo(fields);
  }

  @Test
  void exceptionTellsTheFailureAndTheTriesAndNothingElse() {
    FailureDetail detail =
        FailureDetail.of("slow down")
            .withError(Optional.of("a type"), Optional.of("a param"), Optional.of("a code"))
            .withRequestId("req_1")
            .withRetryAfter(Duration.ofSeconds(7));

    MainstayException once = thrown(new Failure.RateLimited(detail), 1);
    MainstayException thrice = thrown(new Failure.RateLimited(detail), 3);

    assertThat(once).hasMessage("RateLimited: slow down").hasNoSuppressedExceptions();
    assertThat(thrice).hasMessage("RateLimited: slow down (after 3 attempts)");
    assertThat(thrice.requestId()).hasValue("req_1");
    assertThat(thrice.retryAfter()).hasValue(Duration.ofSeconds(7));
    assertThat(thrice.failure()).isEqualTo(new Failure.RateLimited(detail));
    assertThat(thrice.metadata().attempts()).hasSize(3);
    assertThat(thrice.partial()).isEmpty();
  }

  @Test
  void failuresOfOtherAttemptsAreSuppressedInOrderEachWithItsOwnWords() {
    CallMetadata metadata = metadata(3);
    ChatResponse partial =
        new ChatResponse(
            "", "", List.of(Choice.empty(0)), Optional.empty(), Optional.empty(), metadata);

    MainstayException exception =
        MainstayException.of(
            new Failure.Truncated(DETAIL),
            metadata,
            Optional.of(partial),
            List.of(new Failure.ServerError(DETAIL), new Failure.NotFound(DETAIL)));

    assertThat(exception.partial()).hasValue(partial);
    assertThat(exception.getSuppressed())
        .extracting(Throwable::getMessage)
        .containsExactly("ServerError: it went wrong", "NotFound: it went wrong");
  }

  @Test
  void breakAfterOutputIsOneExceptionWhateverTheKind() {
    assertThat(broken(new Failure.RateLimited(DETAIL))).isInstanceOf(MidStreamException.class);
    assertThat(broken(new Failure.BadRequest(DETAIL))).isInstanceOf(MidStreamException.class);
    assertThat(broken(new Failure.TimedOut(TimeoutPhase.IDLE, DETAIL)))
        .isInstanceOf(MidStreamException.class);
    assertThat(broken(new Failure.TimedOut(TimeoutPhase.TOTAL, DETAIL)))
        .isInstanceOf(CallTimeoutException.class);
    assertThat(broken(new Failure.Cancelled(DETAIL))).isNotInstanceOf(MidStreamException.class);
  }

  private static MainstayException broken(Failure failure) {
    CallMetadata metadata = metadata(1);
    ChatResponse partial =
        new ChatResponse(
            "", "", List.of(Choice.empty(0)), Optional.empty(), Optional.empty(), metadata);
    return MainstayException.of(failure, metadata, Optional.of(partial), List.of());
  }

  private static Stream<Failure> instances(FailureDetail detail) {
    return Stream.of(Failure.class.getPermittedSubclasses())
        .flatMap(kind -> instances(kind, detail));
  }

  private static Stream<Failure> instances(Class<?> kind, FailureDetail detail) {
    if (kind == Failure.TimedOut.class) {
      return Stream.of(TimeoutPhase.values()).map(phase -> new Failure.TimedOut(phase, detail));
    }
    try {
      return Stream.of(
          (Failure) kind.getDeclaredConstructor(FailureDetail.class).newInstance(detail));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(kind + " is made otherwise than the other kinds", e);
    }
  }

  private static String name(Failure failure) {
    return failure instanceof Failure.TimedOut late ? "TimedOut " + late.phase() : failure.kind();
  }

  private static MainstayException thrown(Failure failure, int attempts) {
    return MainstayException.of(failure, metadata(attempts), Optional.empty(), List.of());
  }

  private static CallMetadata metadata(int attempts) {
    Attempt attempt =
        new Attempt(
            "openai/secret-deployment",
            "chat",
            Instant.EPOCH,
            Duration.ZERO,
            new Attempt.Outcome.Failed(new Failure.ServerError(DETAIL)),
            Duration.ZERO,
            Optional.empty());
    return new CallMetadata(
        "call-1",
        "chat",
        Optional.empty(),
        Collections.nCopies(attempts, attempt),
        List.of(),
        List.of(),
        OptionalDouble.empty(),
        Duration.ZERO,
        Duration.ZERO);
  }
}
