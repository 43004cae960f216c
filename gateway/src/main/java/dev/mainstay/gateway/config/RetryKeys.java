package dev.mainstay.gateway.config;

import dev.mainstay.policy.RetryKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of failure by the keys that LiteLLM has for them. */
final class RetryKeys {
  private RetryKeys() {}

  /** The key of {@code kind} in a {@code retry_policy}. */
  static String key(RetryKind kind) {
    return switch (kind) {
      case TIMEOUT -> "TimeoutErrorRetries";
      case RATE_LIMIT -> "RateLimitErrorRetries";
      case SERVER_ERROR -> "InternalServerErrorRetries";
      case BAD_REQUEST -> "BadRequestErrorRetries";
      case AUTHENTICATION -> "AuthenticationErrorRetries";
      case CONTENT_POLICY -> "ContentPolicyViolationErrorRetries";
      case UNSUPPORTED_PARAMETER -> "UnsupportedParamsRetries";
    };
  }

  /** The kind whose key is {@code key}. */
  static Optional<RetryKind> kind(String key) {
    return Arrays.stream(RetryKind.values()).filter(kind -> key(kind).equals(key)).findFirst();
  }

  /** All keys. */
  static List<String> all() {
    return Arrays.stream(RetryKind.values()).map(RetryKeys::key).toList();
  }
}
