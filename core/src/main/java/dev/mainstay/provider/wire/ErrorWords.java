package dev.mainstay.provider.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Codes and types that tell what an error is, whatever its status. Words that providers use for
 * everything ({@code invalid_request_error}, {@code api_error}, {@code server_error}) tell nothing
 * but the status that an error without one may have had. Each has its row in {@code
 * error-codes.txt}.
 */
public final class ErrorWords {
  /** Our own word for an end that the provider calls malformed. */
  public static final String MALFORMED_OUTPUT = "malformed_output";

  /**
   * What a code in MiniMax's {@code base_resp} begins with here, since others use these numbers.
   */
  static final String BASE_RESP = "base_resp:";

  private static final List<Words> TABLE =
      List.of(
          new Words(
              ErrorKind.RATE_LIMITED,
              List.of(
                  "rate_limit_exceeded",
                  "rate_limit_exceeded_error",
                  "rate_limit_error",
                  "rate_limited",
                  "rate_limit",
                  "rate_limit_reached_error",
                  "ratelimitreached",
                  "ratelimiterror",
                  "too_many_requests",
                  "too_many_requests_error",
                  "toomanyrequestserror",
                  "throttling_error",
                  "throttlingexception",
                  "toomanyrequestsexception",
                  "throttling",
                  "throttling.ratequota",
                  "throttling.burstrate",
                  "limit_requests",
                  "limit_burst_rate",
                  "resource_exhausted",
                  "request_limit_exceeded",
                  "requestlimitexceeded",
                  "slow_down",
                  "1300",
                  "1302",
                  "1303",
                  "base_resp:1002",
                  "base_resp:1039",
                  "base_resp:1041",
                  "base_resp:2045",
                  "openrouter_in_flight_budget")),
          new Words(
              ErrorKind.QUOTA_EXCEEDED,
              List.of(
                  "insufficient_quota",
                  "insufficient_user_quota",
                  "pre_consume_token_quota_failed",
                  "credit_balance_exhausted",
                  "organization_spend_limit_exceeded",
                  "project_spend_limit_exceeded",
                  "organization_usage_limit_exceeded",
                  "enforced_spend_limit_reached",
                  "billing_hard_limit_reached",
                  "billing_not_active",
                  "billing_error",
                  "payment_required",
                  "payment_required_error",
                  "insufficient_credits",
                  "insufficient_balance",
                  "insufficient_balance_error",
                  "exceeded_current_quota_error",
                  "budget_exceeded",
                  "budgetexceedederror",
                  "arrearage",
                  "accountoverdueerror",
                  "account_overdue",
                  "throttling.allocationquota",
                  "allocationquota.freetieronly",
                  "quotaexceeded",
                  "quota_exceeded",
                  "servicequotaexceededexception",
                  "1113",
                  "1304",
                  "1308",
                  "base_resp:1008",
                  "base_resp:2056")),
          new Words(
              ErrorKind.REQUEST_TOO_LARGE,
              List.of("request_too_large", "tokens_limit_reached", "payload_too_large")),
          new Words(
              ErrorKind.CONTEXT_WINDOW_EXCEEDED,
              List.of(
                  "context_length_exceeded",
                  "context_window_exceeded",
                  "model_context_window_exceeded",
                  "contextwindowexceedederror",
                  "exceed_context_size_error",
                  "too_many_prompt_tokens",
                  "too_many_tokens",
                  "tokens_too_long",
                  "characters_too_long",
                  "prompt_too_long",
                  "1261")),
          new Words(
              ErrorKind.CONTENT_POLICY_VIOLATION,
              List.of(
                  "content_filter",
                  "content_policy_violation",
                  "contentpolicyviolationerror",
                  "responsibleaipolicyviolation",
                  "invalid_prompt",
                  "moderation_blocked",
                  "prompt_blocked",
                  "data_inspection_failed",
                  "datainspectionfailed",
                  "sensitivecontentdetected",
                  "inputtextsensitivecontentdetected",
                  "outputtextsensitivecontentdetected",
                  "sensitive_words_detected",
                  "sensitive_check_error",
                  "unsafe_request",
                  "1301",
                  "base_resp:1026",
                  "base_resp:1027")),
          new Words(
              ErrorKind.BAD_REQUEST,
              List.of(
                  "invalid_image_url",
                  "invalid_image_format",
                  "invalid_image_file",
                  "unsupported_file",
                  "unknown_parameter",
                  "missing_required_parameter",
                  "empty_array")),
          new Words(
              ErrorKind.UNSUPPORTED_PARAMETER,
              List.of("unsupported_parameter", "unsupported_value", "unsupportedparamserror")),
          new Words(
              ErrorKind.UNAUTHENTICATED,
              List.of(
                  "invalid_api_key",
                  "invalidapikey",
                  "incorrect_api_key",
                  "incorrect_api_key_error",
                  "wrong_api_key",
                  "api_key_invalid",
                  "auth_error",
                  "authentication_error",
                  "authenticationerror",
                  "invalid_authentication_error",
                  "token_not_found_in_db",
                  "unauthenticated",
                  "unauthorized",
                  "expiredtokenexception",
                  "unrecognizedclientexception",
                  "invalidsignatureexception",
                  "base_resp:1004",
                  "base_resp:2049")),
          new Words(
              ErrorKind.PERMISSION_DENIED,
              List.of(
                  "permission_error",
                  "permission_denied",
                  "permissiondenied",
                  "permissiondeniederror",
                  "permission_denied_error",
                  "access_denied",
                  "failed_precondition",
                  "accessdeniedexception",
                  "request_forbidden",
                  "key_model_access_denied",
                  "unsupported_country_region_territory")),
          new Words(
              ErrorKind.NOT_FOUND,
              List.of(
                  "model_not_found",
                  "modelnotfound",
                  "model_not_supported",
                  "model_decommissioned",
                  "model_offline",
                  "deploymentnotfound",
                  "invalidendpointormodel.notfound",
                  "invalid_model",
                  "unknown_model",
                  "resource_not_found_error",
                  "not_found",
                  "not_found_error",
                  "notfounderror",
                  "resourcenotfoundexception",
                  "1211")),
          // Bedrock's, which comes with a 400; a lock that passes, as any 409.
          new Words(ErrorKind.SERVER_ERROR, List.of("conflictexception")),
          new Words(
              ErrorKind.OVERLOADED,
              List.of(
                  "server_is_overloaded",
                  "serveroverloaded",
                  "overloaded_error",
                  "engine_overloaded_error",
                  "service_unavailable_error",
                  "service_unavailable",
                  "serviceunavailableerror",
                  "serviceunavailableexception",
                  "modelnotreadyexception",
                  "service_tier_capacity_exceeded",
                  "capacity_exceeded",
                  "over_capacity",
                  "queue_exceeded",
                  "3505",
                  "1305",
                  "provider_unavailable",
                  "provider_overloaded",
                  "unavailable")),
          new Words(
              ErrorKind.TIMED_OUT,
              List.of(
                  "timeout",
                  "timeout_error",
                  "request_timeout",
                  "requesttimeout",
                  "deadline_exceeded",
                  "gateway_timeout_error",
                  "modeltimeoutexception",
                  "base_resp:1001")),
          new Words(
              ErrorKind.MALFORMED_ANSWER,
              List.of(MALFORMED_OUTPUT, "tool_use_failed", "json_validate_failed")));

  private static final Map<String, ErrorKind> KINDS = index();

  private static final Map<String, Integer> USUAL_STATUS =
      Map.ofEntries(
          Map.entry("invalid_request_error", 400),
          Map.entry("badrequesterror", 400),
          Map.entry("bad_request", 400),
          Map.entry("invalid_argument", 400),
          Map.entry("invalid-argument", 400),
          Map.entry("invalidparameter", 400),
          Map.entry("validationexception", 400),
          Map.entry("base_resp:2013", 400),
          Map.entry("unprocessableentityerror", 422),
          Map.entry("modelerrorexception", 424),
          Map.entry("modelstreamerrorexception", 424),
          Map.entry("internalservererror", 500),
          Map.entry("internalserverexception", 500),
          Map.entry("apiconnectionerror", 500),
          Map.entry("server_error", 500),
          Map.entry("api_error", 500));

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

  /** Every word that tells a kind, with it. */
  static Map<String, ErrorKind> all() {
    return KINDS;
  }

  private static Map<String, ErrorKind> index() {
    Map<String, ErrorKind> kinds = new HashMap<>();
    TABLE.forEach(words -> words.words().forEach(word -> kinds.put(word, words.kind())));
    return Map.copyOf(kinds);
  }

  private record Words(ErrorKind kind, List<String> words) {}
}
