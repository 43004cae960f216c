package dev.mainstay.policy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Builds a {@link RetryPolicy}. Counts are 0 (never) to 100; what is not set is left to weaker
 * policies.
 */
public final class RetryPolicyBuilder {
  private OptionalInt retries = OptionalInt.empty();
  private final Map<RetryKind, Integer> byKind = new EnumMap<>(RetryKind.class);

  RetryPolicyBuilder() {}

  /** How often to retry in general. */
  public RetryPolicyBuilder retries(int count) {
    retries = OptionalInt.of(count);
    return this;
  }

  /** How often to retry after {@code RateLimited}. */
  public RetryPolicyBuilder onRateLimit(int count) {
    return on(RetryKind.RATE_LIMIT, count);
  }

  /**
   * How often to retry after {@code TimedOut}; set, it also allows asking the same deployment
   * again.
   */
  public RetryPolicyBuilder onTimeout(int count) {
    return on(RetryKind.TIMEOUT, count);
  }

  /**
   * How often to retry after {@code ServerError}, {@code Overloaded}, {@code ConnectionFailed},
   * {@code MalformedAnswer} and {@code Truncated}.
   */
  public RetryPolicyBuilder onServerError(int count) {
    return on(RetryKind.SERVER_ERROR, count);
  }

  /** How often to retry after {@code BadRequest} and {@code Unprocessable}. */
  public RetryPolicyBuilder onBadRequest(int count) {
    return on(RetryKind.BAD_REQUEST, count);
  }

  /** How often to retry after {@code Unauthenticated} and {@code PermissionDenied}. */
  public RetryPolicyBuilder onAuthentication(int count) {
    return on(RetryKind.AUTHENTICATION, count);
  }

  /** How often to retry after {@code ContentPolicyViolation}. */
  public RetryPolicyBuilder onContentPolicy(int count) {
    return on(RetryKind.CONTENT_POLICY, count);
  }

  /** How often to retry after {@code UnsupportedParameter}. */
  public RetryPolicyBuilder onUnsupportedParameter(int count) {
    return on(RetryKind.UNSUPPORTED_PARAMETER, count);
  }

  /** How often to retry after failures of {@code kind}. */
  public RetryPolicyBuilder on(RetryKind kind, int count) {
    Objects.requireNonNull(kind, "kind");
    byKind.put(kind, count);
    return this;
  }

  /**
   * The policy.
   *
   * @throws IllegalArgumentException if a count is below 0 or above 100
   */
  public RetryPolicy build() {
    return new RetryPolicy(retries, byKind);
  }
}
