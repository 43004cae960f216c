package dev.mainstay.gateway.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What LiteLLM's settings keep within bounds and Mainstay does not, and what may do so instead. */
enum Protection {
  /** Who may call. */
  CALLERS(
      """
      access_windows admin_only_routes allowed_ips allowed_routes blocked blocked_user_list
      custom_auth enable_jwt_auth enable_oauth2_auth enable_oauth2_proxy_auth enforce_rbac
      litellm_jwtauth role_permissions service_account_settings team_id validate_end_user_id_in_db
      """,
      "have a firewall or a proxy in front check who calls, since the gateway checks"
          + " general_settings.master_key alone,"),
  /** What requests must have. */
  REQUESTS(
      "enforce_user_param enforced_params reject_clientside_metadata_tags",
      "have a proxy in front refuse such requests"),
  /** What is said. */
  WORDS(
      """
      azure_content_safety_params banned_keywords_list google_moderation_confidence_threshold
      guardrail_list guardrails llamaguard_model_name llamaguard_unsafe_content_categories
      llm_guard_mode openai_moderations_model_name output_parse_pii policies policy_attachments
      post_call_rules pre_call_rules presidio_ad_hoc_recognizers prompt_injection_params
      vertex_ai_safety_settings
      """,
      "have the application, or the provider's own safety settings, look at what is said"),
  /** What is spent. */
  SPENDING(
      """
      apply_user_budget_to_team_keys block_requests_for_models_without_pricing
      default_max_internal_user_budget fail_closed_budget_enforcement max_budget
      max_end_user_budget max_end_user_budget_id max_internal_user_budget max_user_budget
      provider_budget_config tag_budget_config
      """,
      "set a budget at the provider"),
  /** What keys may do. */
  KEYS(
      """
      default_api_key_rpm_limit default_api_key_tpm_limit fail_closed_rate_limit_enforcement
      upperbound_key_generate_params
      """,
      "set rpm and tpm in each litellm_params, since all callers have one key,");

  /** The keys of all of them. */
  static final Set<String> SETTINGS =
      Stream.of(values())
          .flatMap(protection -> protection.settings.stream())
          .collect(Collectors.toUnmodifiableSet());

  private final Set<String> settings;
  private final String instead;

  Protection(String settings, String instead) {
    this.settings = Set.copyOf(Arrays.asList(settings.strip().split("\\s+")));
    this.instead = instead;
  }

  /** That of the setting {@code key}, where it is one that protects somebody. */
  static Optional<Protection> by(String key) {
    return Stream.of(values()).filter(protection -> protection.settings.contains(key)).findFirst();
  }

  /** What to do instead, to be gone on with by "and". */
  String instead() {
    return instead;
  }
}
