package dev.mainstay.policy;

import dev.mainstay.failure.Failure;
import java.util.Optional;

/** The kinds of failure for which retries can be counted apart. */
public enum RetryKind {
  /** Timeouts, the provider's and our own. */
  TIMEOUT,
  /** Limits per minute. */
  RATE_LIMIT,
  /** Errors of the provider, broken connections, answers that are cut off or are not answers. */
  SERVER_ERROR,
  /** Requests that are wrong. */
  BAD_REQUEST,
  /** Keys that are wrong. */
  AUTHENTICATION,
  /** Requests that a safety system refuses. */
  CONTENT_POLICY,
  /** Parameters that a model does not take. */
  UNSUPPORTED_PARAMETER;

  /** The kind under which {@code failure} is counted, if there is one. */
  public static Optional<RetryKind> of(Failure failure) {
    return failure.isSilence() ? Optional.of(TIMEOUT) : ofKind(failure);
  }

  private static Optional<RetryKind> ofKind(Failure failure) {
    return switch (failure) {
      case Failure.TimedOut f -> Optional.of(TIMEOUT);
      case Failure.RateLimited f -> Optional.of(RATE_LIMIT);
      case Failure.ConnectionFailed f -> Optional.of(SERVER_ERROR);
      case Failure.ServerError f -> Optional.of(SERVER_ERROR);
      case Failure.Overloaded f -> Optional.of(SERVER_ERROR);
      case Failure.MalformedAnswer f -> Optional.of(SERVER_ERROR);
      case Failure.Truncated f -> Optional.of(SERVER_ERROR);
      case Failure.BadRequest f -> Optional.of(BAD_REQUEST);
      case Failure.Unprocessable f -> Optional.of(BAD_REQUEST);
      case Failure.Unauthenticated f -> Optional.of(AUTHENTICATION);
      case Failure.PermissionDenied f -> Optional.of(AUTHENTICATION);
      case Failure.ContentPolicyViolation f -> Optional.of(CONTENT_POLICY);
      case Failure.UnsupportedParameter f -> Optional.of(UNSUPPORTED_PARAMETER);
      case Failure.UnparsableAnswer f -> Optional.empty();
      case Failure.QuotaExceeded f -> Optional.empty();
      case Failure.RequestTooLarge f -> Optional.empty();
      case Failure.ContextWindowExceeded f -> Optional.empty();
      case Failure.NotFound f -> Optional.empty();
      case Failure.NoDeployment f -> Optional.empty();
      case Failure.Cancelled f -> Optional.empty();
    };
  }
}
