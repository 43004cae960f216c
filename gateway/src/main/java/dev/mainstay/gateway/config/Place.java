package dev.mainstay.gateway.config;

import dev.mainstay.gateway.config.words.Words;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The mappings of a configuration, with the keys that each may have. */
enum Place {
  /** The file itself. */
  TOP(
      "",
      "model_list router_settings litellm_settings general_settings environment_variables include"
          + " credential_list",
      LiteLlmKeys.TOP),
  /** One entry of {@code model_list}. */
  MODEL("a model_list entry", "model_name litellm_params model_info", LiteLlmKeys.MODEL),
  /** What is known of a model. */
  MODEL_INFO(
      "model_info",
      "id mode base_model max_input_tokens max_output_tokens supports_function_calling"
          + " supports_vision supports_pdf_input supports_audio_input supports_response_schema"
          + " supports_reasoning supports_assistant_prefill input_cost_per_token"
          + " output_cost_per_token cache_read_input_token_cost cache_creation_input_token_cost"
          + " output_cost_per_reasoning_token",
      LiteLlmKeys.MODEL_INFO),
  /** A deployment. */
  PARAMS(
      "litellm_params",
      "model custom_llm_provider api_base base_url api_key api_version organization proxy timeout"
          + " stream_timeout rpm tpm weight order tags max_parallel_requests max_connections"
          + " input_cost_per_token output_cost_per_token cache_read_input_token_cost cache_creation_input_token_cost"
          + " output_cost_per_reasoning_token base_model extra_headers headers extra_body"
          + " drop_params additional_drop_params allowed_openai_params litellm_credential_name"
          + " azure_ad_token tenant_id client_id client_secret azure_scope azure_username"
          + " azure_password aws_region_name aws_web_identity_token aws_access_key_id"
          + " aws_secret_access_key aws_session_token aws_profile_name aws_role_name"
          + " aws_session_name aws_external_id aws_sts_endpoint aws_bedrock_runtime_endpoint"
          + " vertex_project vertex_location vertex_credentials vertex_ai_project"
          + " vertex_ai_location vertex_ai_credentials",
      LiteLlmKeys.PARAMS),
  /** Retries, timeouts, fallbacks. */
  ROUTER(
      "router_settings",
      "num_retries retry_policy model_group_retry_policy timeout stream_timeout connect_timeout"
          + " first_token_timeout idle_timeout total_timeout until_output_timeout"
          + " until_recovered_timeout retry_after max_retry_wait fallback_patience fallbacks"
          + " context_window_fallbacks content_policy_fallbacks default_fallbacks max_fallbacks"
          + " routing_strategy model_group_alias enable_tag_filtering tag_filtering_match_any"
          + " enable_pre_call_checks optional_pre_call_checks allowed_fails allowed_fails_policy"
          + " cooldown_time disable_cooldowns retry_budget pacing max_queue max_queue_wait"
          + " recover model_group_recover hedge_after model_group_hedge_after"
          + " hold_tool_calls loop_guard",
      LiteLlmKeys.ROUTER),
  /** What LiteLLM also takes from here. */
  LITELLM(
      "litellm_settings",
      "num_retries request_timeout fallbacks context_window_fallbacks content_policy_fallbacks"
          + " default_fallbacks allowed_fails cooldown_time drop_params"
          + " enable_azure_ad_token_refresh include_cost_in_streaming_usage",
      LiteLlmKeys.LITELLM),
  /** An alias that says more than its group. */
  ALIAS("an alias", "model hidden", Set.of()),
  /** Keys and addresses under a name. */
  CREDENTIAL(
      "a credential_list entry", "credential_name credential_values credential_info", Set.of()),
  /** How many retries a failing deployment may see. */
  BUDGET("retry_budget", "share least", Set.of()),
  /** The gateway itself. */
  GENERAL(
      "general_settings",
      "master_key host port max_request_size_mb max_header_size_kb"
          + " global_max_parallel_requests max_waiting_requests max_wait head_timeout body_timeout"
          + " reader_timeout keep_alive_interval stream_head_after shutdown_delay grace_time"
          + " cors_allow_origins ignore_unsupported",
      LiteLlmKeys.GENERAL);

  private static final String CACHE = "every call goes to a provider";
  private static final String EACH_ITS_OWN =
      "each gateway keeps limits and cooldowns for itself, also beside others";
  private static final String LOG =
      "calls that were retried or failed are told on standard error, with --verbose all of them";
  private static final String TRUST =
      "certificates are checked against those that Java trusts: add yours by"
          + " -Djavax.net.ssl.trustStore in JAVA_TOOL_OPTIONS";

  private static final Map<String, String> REMARKS =
      Map.ofEntries(
          Map.entry(
              "max_retries",
              "Mainstay alone owns the retries, so that they do not multiply; set num_retries in"
                  + " router_settings"),
          Map.entry("cooldown_time", "set it in router_settings, for all deployments"),
          Map.entry(
              "max_tokens",
              "the longest prompt is max_input_tokens; for the longest answer set max_tokens in"
                  + " litellm_params"),
          Map.entry(
              "num_retries",
              "retries are counted per model group; set them in"
                  + " router_settings.model_group_retry_policy"),
          Map.entry("stream", "each request says itself whether it is streamed"),
          Map.entry("mock_response", "calls do go to the provider"),
          Map.entry("default_litellm_params", "set the parameters in each litellm_params"),
          Map.entry(
              "max_parallel_requests",
              "set it in each litellm_params; global_max_parallel_requests in general_settings is"
                  + " for all calls together"),
          Map.entry(
              "default_max_parallel_requests", "set max_parallel_requests in each litellm_params"),
          Map.entry("max_in_flight_requests_per_worker", "set global_max_parallel_requests"),
          Map.entry("max_queued_requests_per_worker", "set max_waiting_requests"),
          Map.entry("admission_queue_timeout_seconds", "set max_wait"),
          Map.entry("default_priority", "a request says its priority itself"),
          Map.entry("itpm", "set tpm, for input and output together"),
          Map.entry("otpm", "set tpm, for input and output together"),
          Map.entry("rpd", "what a provider says of its limits per day is obeyed"),
          Map.entry("tpd", "what a provider says of its limits per day is obeyed"),
          Map.entry("vertex_ai_safety_settings", "set safety_settings in each litellm_params"),
          Map.entry("maximum_spend_logs_retention_period", "nothing is stored"),
          Map.entry("maximum_spend_logs_retention_interval", "nothing is stored"),
          Map.entry("database_url", "nothing is stored"),
          Map.entry("store_model_in_db", "models are those of the file"),
          Map.entry("cache", CACHE),
          Map.entry("cache_params", CACHE),
          Map.entry("cache_responses", CACHE),
          Map.entry("redis_host", EACH_ITS_OWN),
          Map.entry("redis_url", EACH_ITS_OWN),
          Map.entry("callbacks", LOG),
          Map.entry("success_callback", LOG),
          Map.entry("failure_callback", LOG),
          Map.entry("ssl_certificate", TRUST),
          Map.entry("ssl_verify", TRUST));

  // As people call what has another name here.
  private static final Map<String, String> MISNAMED =
      Map.of(
          "rpm_limit", "; did you mean 'rpm' in litellm_params?",
          "tpm_limit", "; did you mean 'tpm' in litellm_params?",
          "context_window", "; did you mean 'max_input_tokens' in model_info?",
          "context_length", "; did you mean 'max_input_tokens' in model_info?",
          "max_context_tokens", "; did you mean 'max_input_tokens' in model_info?");

  private final String label;
  private final Set<String> own;
  private final Set<String> foreign;

  Place(String label, String own, Set<String> foreign) {
    this.label = label;
    this.own = Set.of(own.split(" "));
    this.foreign = foreign;
  }

  /** The keys that have an effect. */
  Set<String> own() {
    return own;
  }

  /** The keys that LiteLLM has here and Mainstay has not. */
  Set<String> foreign() {
    return foreign;
  }

  /** What to say about {@code key}, which has no effect here. */
  String remark(String key) {
    if (foreign.contains(key)) {
      return key
          + within()
          + " has no effect: LiteLLM has it, Mainstay does not implement it"
          + Optional.ofNullable(REMARKS.get(key)).map(remark -> "; " + remark).orElse("");
    }
    return "unknown key " + Words.key(key) + within() + " has no effect" + guess(key);
  }

  /** Whether {@code key} may be meant for one that has an effect here. */
  boolean isNearOwn(String key) {
    return MISNAMED.containsKey(key) || near(key, own).isPresent();
  }

  private String within() {
    return label.isEmpty() ? "" : " in " + label;
  }

  private String guess(String key) {
    return elsewhere(key)
        .or(() -> Optional.ofNullable(MISNAMED.get(key)))
        .or(() -> near(key, own))
        .or(() -> foreignElsewhere(key))
        .or(() -> near(key, foreign))
        .orElse("");
  }

  private static Optional<String> near(String key, Set<String> candidates) {
    return Optional.of(Words.suggestion(key, candidates)).filter(guess -> !guess.isEmpty());
  }

  private static Optional<String> elsewhere(String key) {
    return places(place -> place.takes(key)).map(places -> "; it belongs " + places);
  }

  private static Optional<String> foreignElsewhere(String key) {
    return places(place -> place.foreign.contains(key))
        .map(places -> "; LiteLLM has it " + places + ", Mainstay does not implement it");
  }

  private static Optional<String> places(Predicate<Place> isOne) {
    String places =
        Arrays.stream(values())
            .filter(isOne)
            .map(place -> place.label.isEmpty() ? "at the top level" : "in " + place.label)
            .collect(Collectors.joining(" or "));
    return Optional.of(places).filter(p -> !p.isEmpty());
  }

  private boolean takes(String key) {
    return own.contains(key)
        || (this == PARAMS
            && (DefaultsReader.NUMBERS.contains(key) || DefaultsReader.FIELDS.contains(key)));
  }
}
