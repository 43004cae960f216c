package dev.mainstay.provider.wire;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;

/** What an error can be found to mean. */
enum ErrorKind {
  RATE_LIMITED,
  QUOTA_EXCEEDED,
  REQUEST_TOO_LARGE,
  TIMED_OUT,
  SERVER_ERROR,
  OVERLOADED,
  MALFORMED_ANSWER,
  CONTEXT_WINDOW_EXCEEDED,
  CONTENT_POLICY_VIOLATION,
  BAD_REQUEST,
  UNSUPPORTED_PARAMETER,
  UNPROCESSABLE,
  UNAUTHENTICATED,
  PERMISSION_DENIED,
  NOT_FOUND;

  Failure failure(FailureDetail detail) {
    return switch (this) {
      case RATE_LIMITED -> new Failure.RateLimited(detail);
      case QUOTA_EXCEEDED -> new Failure.QuotaExceeded(detail);
      case REQUEST_TOO_LARGE -> new Failure.RequestTooLarge(detail);
      case TIMED_OUT -> new Failure.TimedOut(TimeoutPhase.PROVIDER, detail);
      case SERVER_ERROR -> new Failure.ServerError(detail);
      case OVERLOADED -> new Failure.Overloaded(detail);
      case MALFORMED_ANSWER -> new Failure.MalformedAnswer(detail);
      case CONTEXT_WINDOW_EXCEEDED -> new Failure.ContextWindowExceeded(detail);
      case CONTENT_POLICY_VIOLATION -> new Failure.ContentPolicyViolation(detail);
      case BAD_REQUEST -> new Failure.BadRequest(detail);
      case UNSUPPORTED_PARAMETER -> new Failure.UnsupportedParameter(detail);
      case UNPROCESSABLE -> new Failure.Unprocessable(detail);
      case UNAUTHENTICATED -> new Failure.Unauthenticated(detail);
      case PERMISSION_DENIED -> new Failure.PermissionDenied(detail);
      case NOT_FOUND -> new Failure.NotFound(detail);
    };
  }

  /** Whether a provider's own {@code x-should-retry: true} may make it retryable. */
  boolean mayBeRetried() {
    return switch (this) {
      case QUOTA_EXCEEDED, UNAUTHENTICATED, PERMISSION_DENIED, NOT_FOUND -> false;
      case RATE_LIMITED,
          REQUEST_TOO_LARGE,
          TIMED_OUT,
          SERVER_ERROR,
          OVERLOADED,
          MALFORMED_ANSWER,
          CONTEXT_WINDOW_EXCEEDED,
          CONTENT_POLICY_VIOLATION,
          BAD_REQUEST,
          UNSUPPORTED_PARAMETER,
          UNPROCESSABLE ->
          true;
    };
  }

  /** What a status means by itself. */
  static ErrorKind ofStatus(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 402 -> QUOTA_EXCEEDED;
      case 403, 451 -> PERMISSION_DENIED;
      // An address where nobody takes the request is as good as none.
      case 404, 405, 410 -> NOT_FOUND;
      case 408, 499, 504 -> TIMED_OUT;
      case 409, 424 -> SERVER_ERROR;
      case 413 -> REQUEST_TOO_LARGE;
      case 422 -> UNPROCESSABLE;
      case 429 -> RATE_LIMITED;
      case 498, 503, 529 -> OVERLOADED;
      default -> status >= 500 ? SERVER_ERROR : BAD_REQUEST;
    };
  }
}
