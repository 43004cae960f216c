package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.gateway.config.Yaml.Scalar;
import dev.mainstay.gateway.config.Yaml.Sequence;
import dev.mainstay.gateway.config.words.Seconds;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How to tell of a setting that LiteLLM has and Mainstay has not. One that protects somebody stops
 * the start; one that asks for what is the case anyhow is not worth a word.
 */
final class Unsupported {
  /** What keeps callers, content or spending within bounds. */
  static final Set<String> PROTECTIVE =
      names(
          """
          admin_only_routes allowed_ips allowed_routes blocked blocked_user_list custom_auth
          default_api_key_rpm_limit default_api_key_tpm_limit default_max_internal_user_budget
          enable_jwt_auth enable_oauth2_auth enable_oauth2_proxy_auth enforce_user_param
          enforced_params guardrail_list guardrails litellm_jwtauth max_budget max_end_user_budget
          max_internal_user_budget max_user_budget policies policy_attachments post_call_rules
          pre_call_rules provider_budget_config reject_clientside_metadata_tags role_permissions
          service_account_settings tag_budget_config
          """);

  /** Entries of {@code callbacks} that look at what is said, or at who says it. */
  private static final Set<String> GUARDS =
      names(
          """
          azure_content_safety banned_keywords blocked_user_check detect_prompt_injection
          google_text_moderation hide_secrets lakera_prompt_injection llamaguard_moderations
          llmguard_moderations openai_moderations presidio
          """);

  // What these ask for, Mainstay does anyhow: it stores and logs nothing that is said.
  private static final Set<String> MET =
      names(
          """
          allow_requests_on_db_unavailable disable_adding_master_key_hash_to_db
          disable_end_user_cost_tracking disable_end_user_cost_tracking_prometheus_only
          disable_error_logs disable_hf_tokenizer_download disable_prisma_schema_update
          disable_reset_budget disable_spend_logs disable_spend_updates redact_user_api_key_info
          turn_off_message_logging
          """);

  // Here false or 0 asks for something.
  private static final Set<String> NEVER_OFF =
      names("cooldown_time num_retries ssl_verify supports_system_message");

  private final Place place;
  private final Problems problems;

  Unsupported(Place place, Problems problems) {
    this.place = place;
    this.problems = problems;
  }

  /**
   * Whether {@code key} is LiteLLM's own in this place, or protects somebody somewhere: whoever
   * wrote it into the wrong section counts on it, too.
   */
  boolean isFor(String key) {
    return place.foreign().contains(key) || PROTECTIVE.contains(key);
  }

  /** Tells of {@code entry}, which this is for. */
  void tell(Entry entry) {
    if (isMet(entry)) {
      return;
    }
    String key = entry.key();
    if (PROTECTIVE.contains(key)) {
      problems.unsupported(entry.at(), place.remark(key));
    } else {
      problems.warning(entry.at(), place.remark(key));
    }
    if (key.equals("callbacks")) {
      guards(entry.value());
    }
  }

  private void guards(Yaml callbacks) {
    switch (callbacks) {
      case Sequence list -> list.items().forEach(this::guards);
      case Scalar(String name, boolean plain, Location at) when GUARDS.contains(name) ->
          problems.unsupported(
              at, name + " in callbacks has no effect: Mainstay has no guardrails");
      case Scalar other -> {}
      case Mapping mapping -> {}
    }
  }

  private static boolean isMet(Entry entry) {
    return switch (entry.value()) {
      case Scalar(String text, boolean plain, Location at) when MET.contains(entry.key()) ->
          Values.flag(text).orElse(false) || isOff(text);
      case Scalar scalar -> !NEVER_OFF.contains(entry.key()) && isOff(scalar.text());
      case Sequence list -> list.items().isEmpty();
      case Mapping mapping -> mapping.entries().isEmpty();
    };
  }

  private static boolean isOff(String text) {
    OptionalDouble number = Seconds.number(text);
    return text.isBlank()
        || Values.flag(text).filter(flag -> !flag).isPresent()
        || (number.isPresent() && number.getAsDouble() == 0);
  }

  private static Set<String> names(String words) {
    return Set.copyOf(Arrays.asList(words.strip().split("\\s+")));
  }
}
