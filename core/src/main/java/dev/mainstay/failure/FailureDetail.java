package dev.mainstay.failure;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of one failure, whatever its kind.
 *
 * @param message what went wrong; the provider's own words where it gave any, scrubbed of keys
 * @param status the HTTP status, where there was an answer
 * @param type the provider's error type, as in {@code invalid_request_error}
 * @param param the request's field that the provider blames
 * @param code the provider's error code, as in {@code model_not_found}
 * @param requestId the provider's id of the request, for its support
 * @param retryAfter how long the provider asked to wait, above zero
 * @param retry whether to ask the same deployment again, where this differs from the kind's default
 * @param reach where else the call may go, where this differs from the kind's default
 * @param rest the effect on the deployment's health, where this differs from the kind's default
 * @param quoted the first words of what came in place of an answer, scrubbed of keys; it may be
 *     anybody's text, so it is for the caller alone, and in no event
 */
public record FailureDetail(
    String message,
    OptionalInt status,
    Optional<String> type,
    Optional<String> param,
    Optional<String> code,
    Optional<String> requestId,
    Optional<Duration> retryAfter,
    Optional<Boolean> retry,
    Optional<Reach> reach,
    Optional<Rest> rest,
    Optional<String> quoted) {

  /** A detail of which only the message is known. */
  public static FailureDetail of(String message) {
    return new FailureDetail(
        message,
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** This detail with another message. */
  public FailureDetail withMessage(String message) {
    return new FailureDetail(
        message, status, type, param, code, requestId, retryAfter, retry, reach, rest, quoted);
  }

  /** This detail with an HTTP status. */
  public FailureDetail withStatus(int status) {
    return new FailureDetail(
        message,
        OptionalInt.of(status),
        type,
        param,
        code,
        requestId,
        retryAfter,
        retry,
        reach,
        rest,
        quoted);
  }

  /** This detail with the provider's type, param and code. */
  public FailureDetail withError(
      Optional<String> type, Optional<String> param, Optional<String> code) {
    return new FailureDetail(
        message, status, type, param, code, requestId, retryAfter, retry, reach, rest, quoted);
  }

  /** This detail with the provider's request id. */
  public FailureDetail withRequestId(String requestId) {
    return new FailureDetail(
        message,
        status,
        type,
        param,
        code,
        Optional.of(requestId),
        retryAfter,
        retry,
        reach,
        rest,
        quoted);
  }

  /** This detail with a hint. */
  public FailureDetail withRetryAfter(Duration retryAfter) {
    return new FailureDetail(
        message,
        status,
        type,
        param,
        code,
        requestId,
        Optional.of(retryAfter),
        retry,
        reach,
        rest,
        quoted);
  }

  /** This detail with a retry flag of its own. */
  public FailureDetail withRetry(boolean retry) {
    return new FailureDetail(
        message,
        status,
        type,
        param,
        code,
        requestId,
        retryAfter,
        Optional.of(retry),
        reach,
        rest,
        quoted);
  }

  /** This detail with a reach of its own. */
  public FailureDetail withReach(Reach reach) {
    return new FailureDetail(
        message,
        status,
        type,
        param,
        code,
        requestId,
        retryAfter,
        retry,
        Optional.of(reach),
        rest,
        quoted);
  }

  /** This detail with an effect on health of its own. */
  public FailureDetail withRest(Rest rest) {
    return new FailureDetail(
        message,
        status,
        type,
        param,
        code,
        requestId,
        retryAfter,
        retry,
        reach,
        Optional.of(rest),
        quoted);
  }

  /** This detail with the first words of what came in place of an answer. */
  public FailureDetail withQuoted(String quoted) {
    return new FailureDetail(
        message,
        status,
        type,
        param,
        code,
        requestId,
        retryAfter,
        retry,
        reach,
        rest,
        Optional.of(quoted));
  }

  /** This detail as everybody may have it. */
  FailureDetail withoutQuoted() {
    return new FailureDetail(
        message,
        status,
        type,
        param,
        code,
        requestId,
        retryAfter,
        retry,
        reach,
        rest,
        Optional.empty());
  }
}
