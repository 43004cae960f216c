package dev.mainstay.provider.wire;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Codes and types that tell what an error is, whatever its status. Words that providers use for
 * everything ({@code invalid_request_error}, {@code api_error}, {@code server_error}) tell nothing
 * but the status that an error without one may have had.
 */
public final class ErrorWords {
  /** Our own word for an end that the provider calls malformed. */
  public static final String MALFORMED_OUTPUT = "malformed_output";

  private static final Map<String, ErrorKind> KINDS =
      Map.ofEntries(
          entry("rate_limit_exceeded", ErrorKind.RATE_LIMITED),
          entry("rate_limit_error", ErrorKind.RATE_LIMITED),
          entry("rate_limited", ErrorKind.RATE_LIMITED),
          entry("rate_limit", ErrorKind.RATE_LIMITED),
          entry("ratelimitreached", ErrorKind.RATE_LIMITED),
          entry("too_many_requests", ErrorKind.RATE_LIMITED),
          entry("throttlingexception", ErrorKind.RATE_LIMITED),
          entry("resource_exhausted", ErrorKind.RATE_LIMITED),
          entry("slow_down", ErrorKind.RATE_LIMITED),
          entry("1300", ErrorKind.RATE_LIMITED),
          entry("openrouter_in_flight_budget", ErrorKind.RATE_LIMITED),
          entry("insufficient_quota", ErrorKind.QUOTA_EXCEEDED),
          entry("credit_balance_exhausted", ErrorKind.QUOTA_EXCEEDED),
          entry("organization_spend_limit_exceeded", ErrorKind.QUOTA_EXCEEDED),
          entry("project_spend_limit_exceeded", ErrorKind.QUOTA_EXCEEDED),
          entry("organization_usage_limit_exceeded", ErrorKind.QUOTA_EXCEEDED),
          entry("enforced_spend_limit_reached", ErrorKind.QUOTA_EXCEEDED),
          entry("billing_hard_limit_reached", ErrorKind.QUOTA_EXCEEDED),
          entry("billing_not_active", ErrorKind.QUOTA_EXCEEDED),
          entry("billing_error", ErrorKind.QUOTA_EXCEEDED),
          entry("payment_required", ErrorKind.QUOTA_EXCEEDED),
          entry("insufficient_credits", ErrorKind.QUOTA_EXCEEDED),
          entry("insufficient_balance", ErrorKind.QUOTA_EXCEEDED),
          entry("servicequotaexceededexception", ErrorKind.QUOTA_EXCEEDED),
          entry("context_length_exceeded", ErrorKind.CONTEXT_WINDOW_EXCEEDED),
          entry("context_window_exceeded", ErrorKind.CONTEXT_WINDOW_EXCEEDED),
          entry("model_context_window_exceeded", ErrorKind.CONTEXT_WINDOW_EXCEEDED),
          entry("too_many_prompt_tokens", ErrorKind.CONTEXT_WINDOW_EXCEEDED),
          entry("too_many_tokens", ErrorKind.CONTEXT_WINDOW_EXCEEDED),
          entry("content_filter", ErrorKind.CONTENT_POLICY_VIOLATION),
          entry("content_policy_violation", ErrorKind.CONTENT_POLICY_VIOLATION),
          entry("responsibleaipolicyviolation", ErrorKind.CONTENT_POLICY_VIOLATION),
          entry("invalid_prompt", ErrorKind.CONTENT_POLICY_VIOLATION),
          entry("moderation_blocked", ErrorKind.CONTENT_POLICY_VIOLATION),
          entry("invalid_image_url", ErrorKind.BAD_REQUEST),
          entry("invalid_image_format", ErrorKind.BAD_REQUEST),
          entry("invalid_image_file", ErrorKind.BAD_REQUEST),
          entry("unsupported_file", ErrorKind.BAD_REQUEST),
          entry("unknown_parameter", ErrorKind.BAD_REQUEST),
          entry("missing_required_parameter", ErrorKind.BAD_REQUEST),
          entry("empty_array", ErrorKind.BAD_REQUEST),
          entry("unsupported_parameter", ErrorKind.UNSUPPORTED_PARAMETER),
          entry("unsupported_value", ErrorKind.UNSUPPORTED_PARAMETER),
          entry("invalid_api_key", ErrorKind.UNAUTHENTICATED),
          entry("incorrect_api_key", ErrorKind.UNAUTHENTICATED),
          entry("api_key_invalid", ErrorKind.UNAUTHENTICATED),
          entry("authentication_error", ErrorKind.UNAUTHENTICATED),
          entry("invalid_authentication_error", ErrorKind.UNAUTHENTICATED),
          entry("unauthenticated", ErrorKind.UNAUTHENTICATED),
          entry("unauthorized", ErrorKind.UNAUTHENTICATED),
          entry("expiredtokenexception", ErrorKind.UNAUTHENTICATED),
          entry("unrecognizedclientexception", ErrorKind.UNAUTHENTICATED),
          entry("invalidsignatureexception", ErrorKind.UNAUTHENTICATED),
          entry("permission_error", ErrorKind.PERMISSION_DENIED),
          entry("permission_denied", ErrorKind.PERMISSION_DENIED),
          entry("failed_precondition", ErrorKind.PERMISSION_DENIED),
          entry("accessdeniedexception", ErrorKind.PERMISSION_DENIED),
          entry("request_forbidden", ErrorKind.PERMISSION_DENIED),
          entry("unsupported_country_region_territory", ErrorKind.PERMISSION_DENIED),
          entry("model_not_found", ErrorKind.NOT_FOUND),
          entry("model_decommissioned", ErrorKind.NOT_FOUND),
          entry("deploymentnotfound", ErrorKind.NOT_FOUND),
          entry("invalid_model", ErrorKind.NOT_FOUND),
          entry("not_found", ErrorKind.NOT_FOUND),
          entry("not_found_error", ErrorKind.NOT_FOUND),
          entry("notfounderror", ErrorKind.NOT_FOUND),
          entry("resourcenotfoundexception", ErrorKind.NOT_FOUND),
          entry("server_is_overloaded", ErrorKind.OVERLOADED),
          entry("overloaded_error", ErrorKind.OVERLOADED),
          entry("service_unavailable_error", ErrorKind.OVERLOADED),
          entry("service_unavailable", ErrorKind.OVERLOADED),
          entry("serviceunavailableexception", ErrorKind.OVERLOADED),
          entry("modelnotreadyexception", ErrorKind.OVERLOADED),
          entry("service_tier_capacity_exceeded", ErrorKind.OVERLOADED),
          entry("capacity_exceeded", ErrorKind.OVERLOADED),
          entry("over_capacity", ErrorKind.OVERLOADED),
          entry("3505", ErrorKind.OVERLOADED),
          entry("provider_unavailable", ErrorKind.OVERLOADED),
          entry("provider_overloaded", ErrorKind.OVERLOADED),
          entry("unavailable", ErrorKind.OVERLOADED),
          entry("timeout", ErrorKind.TIMED_OUT),
          entry("timeout_error", ErrorKind.TIMED_OUT),
          entry("request_timeout", ErrorKind.TIMED_OUT),
          entry("deadline_exceeded", ErrorKind.TIMED_OUT),
          entry("modeltimeoutexception", ErrorKind.TIMED_OUT),
          entry("request_too_large", ErrorKind.REQUEST_TOO_LARGE),
          entry(MALFORMED_OUTPUT, ErrorKind.MALFORMED_ANSWER),
          entry("tool_use_failed", ErrorKind.MALFORMED_ANSWER),
          entry("json_validate_failed", ErrorKind.MALFORMED_ANSWER));

  private static final Map<String, Integer> USUAL_STATUS =
      Map.of(
          "invalid_request_error", 400,
          "badrequesterror", 400,
          "bad_request", 400,
          "invalid_argument", 400,
          "invalid-argument", 400,
          "validationexception", 400,
          "unprocessableentityerror", 422,
          "internalservererror", 500,
          "server_error", 500,
          "api_error", 500);

  private ErrorWords() {}

  static Optional<ErrorKind> kind(String word) {
    String key = word.toLowerCase(Locale.ROOT);
    // OpenAI's Responses has bio_policy and announces others of that name.
    return key.endsWith("_policy")
        ? Optional.of(ErrorKind.CONTENT_POLICY_VIOLATION)
        : Optional.ofNullable(KINDS.get(key));
  }

  /** The status that an error of this code or type usually has. */
  static Optional<Integer> usualStatus(String word) {
    return Optional.ofNullable(USUAL_STATUS.get(word.toLowerCase(Locale.ROOT)));
  }
}
