package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.Yaml.Entry;
import dev.mainstay.gateway.config.Yaml.Mapping;
import dev.mainstay.gateway.config.Yaml.Scalar;
import dev.mainstay.gateway.config.Yaml.Sequence;
import dev.mainstay.gateway.config.words.Seconds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How to tell of a setting that LiteLLM has and Mainstay has not. One that protects somebody stops
 * the start; one that asks for what is the case anyhow is not worth a word.
 */
final class Unsupported {
  /** Entries of {@code callbacks} that look at what is said, or at who says it. */
  static final Set<String> GUARDS =
      names(
          """
          aporia_prompt_injection azure_content_safety banned_keywords blocked_user_check
          detect_prompt_injection google_text_moderation hide_secrets lakera_prompt_injection
          llamaguard_moderations llmguard_moderations openai_moderations presidio
          """);

  /** What LiteLLM gives the keys that it makes; it protects somebody where it has one of these. */
  static final Set<String> OF_KEYS =
      names("default_internal_user_params default_key_generate_params default_team_params");

  private static final Set<String> BOUNDS =
      names(
          """
          allowed_routes budget_limits guardrails max_budget max_parallel_requests
          model_max_budget models rpm_limit tpm_limit
          """);

  // What these ask for, Mainstay does anyhow: it stores and logs nothing that is said, asks nobody
  // whom a caller names, and starts with no entry that cannot work.
  private static final Set<String> MET =
      names(
          """
          allow_requests_on_db_unavailable disable_adding_master_key_hash_to_db
          disable_end_user_cost_tracking disable_end_user_cost_tracking_prometheus_only
          disable_error_logs disable_hf_tokenizer_download disable_prisma_schema_update
          disable_requester_ip_address_logging disable_reset_budget disable_spend_logs
          disable_spend_updates ignore_invalid_deployments redact_messages_in_exceptions
          redact_user_api_key_info turn_off_message_logging user_url_validation
          """);

  // Here false or 0 asks for something.
  private static final Set<String> NEVER_OFF =
      names(
          "cooldown_time expose_router_debug_in_errors num_retries ssl_verify"
              + " supports_system_message");

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
    return place.foreign().contains(key)
        || Protection.SETTINGS.contains(key)
        || OF_KEYS.contains(key);
  }

  /** Tells of {@code entry}, which this is for. */
  void tell(Entry entry) {
    if (isMet(entry)) {
      return;
    }
    String key = entry.key();
    Optional<Protection> protection =
        bounds(entry) ? Optional.of(Protection.KEYS) : Protection.by(key);
    protection.ifPresentOrElse(
        what -> problems.unsupported(entry.at(), place.remark(key), what),
        () -> problems.warning(entry.at(), place.remark(key)));
    if (key.equals("callbacks")) {
      guards(entry.value());
    }
  }

  private void guards(Yaml callbacks) {
    switch (callbacks) {
      case Sequence list -> list.items().forEach(this::guards);
      case Scalar(String name, boolean plain, Location at) when GUARDS.contains(name) ->
          problems.unsupported(
              at,
              name + " in callbacks has no effect: Mainstay has no guardrails",
              Protection.WORDS);
      case Scalar other -> {}
      case Mapping mapping -> {}
    }
  }

  private static boolean bounds(Entry entry) {
    return OF_KEYS.contains(entry.key())
        && entry.value() instanceof Mapping(List<Entry> given, Location at)
        && given.stream().anyMatch(bound -> BOUNDS.contains(bound.key()) && isGiven(bound.value()));
  }

  private static boolean isGiven(Yaml bound) {
    return !bound.isNull() && !(bound instanceof Sequence list && list.items().isEmpty());
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
