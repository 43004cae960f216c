package dev.mainstay.policy;

import dev.mainstay.failure.Failure;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of failure for which retries can be counted apart, by the names LiteLLM gave them. */
public enum RetryKind {
  /** Timeouts, the provider's and our own. */
  TIMEOUT("TimeoutErrorRetries"),
  /** Limits per minute. */
  RATE_LIMIT("RateLimitErrorRetries"),
  /** Errors of the provider, broken connections, answers that are cut off or are none. */
  INTERNAL_SERVER("InternalServerErrorRetries"),
  /** Requests that are wrong. */
  BAD_REQUEST("BadRequestErrorRetries"),
  /** Keys that are wrong. */
  AUTHENTICATION("AuthenticationErrorRetries"),
  /** Requests that a safety system refuses. */
  CONTENT_POLICY("ContentPolicyViolationErrorRetries"),
  /** Parameters that a model does not take. */
  UNSUPPORTED_PARAMETER("UnsupportedParamsRetries");

  private final String configKey;

  RetryKind(String configKey) {
    this.configKey = configKey;
  }

  /** The key in a configuration's {@code retry_policy}. */
  public String configKey() {
    return configKey;
  }

  /** The kind with the configuration key {@code key}. */
  public static Optional<RetryKind> ofConfigKey(String key) {
    return Arrays.stream(values()).filter(kind -> kind.configKey.equals(key)).findFirst();
  }

  /** The kind under which {@code failure} is counted, if there is one. */
  public static Optional<RetryKind> of(Failure failure) {
    return switch (failure) {
      case Failure.TimedOut f -> Optional.of(TIMEOUT);
      case Failure.RateLimited f -> Optional.of(RATE_LIMIT);
      case Failure.ConnectionFailed f -> Optional.of(INTERNAL_SERVER);
      case Failure.ServerError f -> Optional.of(INTERNAL_SERVER);
      case Failure.Overloaded f -> Optional.of(INTERNAL_SERVER);
      case Failure.MalformedAnswer f -> Optional.of(INTERNAL_SERVER);
      case Failure.Truncated f -> Optional.of(INTERNAL_SERVER);
      case Failure.BadRequest f -> Optional.of(BAD_REQUEST);
      case Failure.Unprocessable f -> Optional.of(BAD_REQUEST);
      case Failure.Unauthenticated f -> Optional.of(AUTHENTICATION);
      case Failure.PermissionDenied f -> Optional.of(AUTHENTICATION);
      case Failure.ContentPolicyViolation f -> Optional.of(CONTENT_POLICY);
      case Failure.UnsupportedParameter f -> Optional.of(UNSUPPORTED_PARAMETER);
      case Failure.QuotaExceeded f -> Optional.empty();
      case Failure.RequestTooLarge f -> Optional.empty();
      case Failure.ContextWindowExceeded f -> Optional.empty();
      case Failure.NotFound f -> Optional.empty();
      case Failure.NoDeployment f -> Optional.empty();
      case Failure.Cancelled f -> Optional.empty();
    };
  }
}
