package dev.mainstay.gateway.config.request;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The fields of a request that are for a gateway, and not for a provider.
 * https://docs.litellm.ai/docs/proxy/user_keys#request-format
 */
final class ControlFields {
  // LiteLLM's own, for which there is nothing to do here: what its functions take, what its proxy
  // puts beside a request, and the accounts of its callbacks. Its "ttl" is LM Studio's, too, and
  // goes on; what begins with an underscore nobody sends.
  private static final Set<String> WITHOUT_EFFECT =
      names(
          """
          acompletion adaptive_router_config adaptive_router_default_model aembedding
          aimg_generation allm_passthrough_route allow_client_keepalive_override api_version
          applied_guardrails applied_policies arize_api_key arize_space_id arize_space_key
          assistant_continue_message async_call atext_completion attempted_targets
          auto_router_config auto_router_config_path auto_router_default_model
          auto_router_embedding_model auto_router_max_input_chars auto_router_model_compression
          auto_router_routing_compression aws_batch_role_arn azure base_model bedrock_tags
          bos_token braintrust_api_key braintrust_host braintrust_project budget_duration cache
          cache_control_injection_points cache_key caching caching_groups call_id client
          client_side_timeout complete_response completion_call_id complexity_router_config
          complexity_router_default_model configurable_clientside_auth_params
          context_window_fallback_dict cooldown_time custom_prompt_dict dd_agent_host
          dd_agent_port dd_api_key dd_site default_api_key_rpm_limit default_api_key_tpm_limit
          default_headers disable_add_transform_inline_image_block disable_global_guardrail
          disable_global_guardrails enable_json_schema_validation enable_prompt_caching
          enable_tag_filtering ensure_alternating_roles eos_token extra_headers fake_stream
          fallback_depth fastest_response final_prompt_value force_timeout gcs_bucket_name
          gcs_path_service_account guardrail_config headers hf_model_name humanloop_api_key id
          initial_prompt_value itpm keepalive_seconds langfuse_host langfuse_prompt_version
          langfuse_public_key langfuse_secret langfuse_secret_key langsmith_api_key
          langsmith_base_url langsmith_project langsmith_sampling_rate langsmith_tenant_id
          litellm_call_id litellm_disabled_callbacks litellm_logging_obj litellm_params
          litellm_proxy_rate_limit_response litellm_request_debug litellm_trace_id
          litellm_trusted_callback_vars log_delegator logger_fn lunary_public_key
          max_agentic_loops max_fallbacks max_parallel_requests max_retries mcp_handler_context
          merge_reasoning_content_in_choices mock_delay mock_response
          mock_testing_content_policy_fallbacks mock_testing_context_fallbacks
          mock_testing_fallbacks mock_testing_rate_limit_error mock_timeout mock_tool_calls
          model_alias_map model_config model_file_id_mapping model_info newrelic_api_key no-log
          no_log opted_out_global_guardrails order otpm pillar_response_headers policy_sources
          posthog_api_key posthog_api_url posthog_host preset_cache_key prompt_environment
          prompt_label prompt_version provider_affinity_header provider_specific_header
          proxy_server_request quality_router_config quality_router_default_model request_timeout
          retry_policy retry_strategy roles routing_strategy rpm rust s3_access_key_id
          s3_bucket_name s3_bucket_owner s3_encryption_key_id s3_endpoint_url
          s3_output_bucket_name s3_region_name s3_secret_access_key search_tool_name secret_fields
          self shared_session skip_mcp_handler slack_webhook_url specific_deployment ssl_verify
          standard_logging_object stream_chunk_size stream_response stream_timeout_by_service_tier
          supports_system_message text_completion timeout_by_service_tier tpm
          turn_off_message_logging use_chat_completions_api use_client use_in_pass_through
          use_litellm_proxy use_xai_oauth user_continue_message verbose wandb_api_key
          weave_project_id weight
          """);

  // What a model costs is the configuration's to say.
  private static final Set<String> PRICES =
      names(
          """
          cache_creation_input_audio_token_cost cache_creation_input_token_cost
          cache_creation_input_token_cost_above_1hr
          cache_creation_input_token_cost_above_200k_tokens cache_read_input_audio_token_cost
          cache_read_input_token_cost cache_read_input_token_cost_above_200k_tokens
          cache_read_input_token_cost_above_272k_tokens cache_read_input_token_cost_flex
          cache_read_input_token_cost_priority citation_cost_per_token cost_per_query
          input_cost_per_audio_per_second input_cost_per_audio_per_second_above_128k_tokens
          input_cost_per_audio_token input_cost_per_character
          input_cost_per_character_above_128k_tokens input_cost_per_image
          input_cost_per_image_above_128k_tokens input_cost_per_image_token input_cost_per_pixel
          input_cost_per_query input_cost_per_request input_cost_per_second input_cost_per_token
          input_cost_per_token_above_128k_tokens input_cost_per_token_above_200k_tokens
          input_cost_per_token_above_272k_tokens input_cost_per_token_batches
          input_cost_per_token_cache_hit input_cost_per_token_flex input_cost_per_token_priority
          input_cost_per_video_per_second input_cost_per_video_per_second_above_128k_tokens
          input_cost_per_video_per_second_above_15s_interval
          input_cost_per_video_per_second_above_8s_interval output_cost_per_audio_per_second
          output_cost_per_audio_token output_cost_per_character
          output_cost_per_character_above_128k_tokens output_cost_per_image
          output_cost_per_image_token output_cost_per_pixel output_cost_per_reasoning_token
          output_cost_per_second output_cost_per_second_1080p output_cost_per_token
          output_cost_per_token_above_128k_tokens output_cost_per_token_above_200k_tokens
          output_cost_per_token_above_272k_tokens output_cost_per_token_batches
          output_cost_per_token_flex output_cost_per_token_priority
          output_cost_per_video_per_second search_context_cost_per_query tiered_pricing
          """);

  private static final String CONFIGURED =
      "; set them in the configuration's router_settings, or fallbacks here";
  private static final String ANOTHER_PLACE =
      "; which provider is asked, and with which key, is the configuration's to say: leave it out";
  private static final String REGIONS =
      "; Mainstay leaves out nobody by region, so that texts might go elsewhere: call a group whose"
          + " deployments are all in that region, and leave this out";
  private static final String PROMPTS = "; Mainstay keeps no prompts: send the messages themselves";
  private static final String BUDGETS =
      "; Mainstay holds no call to a budget of its own: leave it out to call without one";
  // A call without these would ask somebody else, or something else, than its caller thinks, or
  // spend more.
  private static final Map<String, String> REFUSED = refused();

  // They protect somebody, which a call without them would not.
  private static final Set<String> PROTECTIVE = Set.of("guardrails", "policies");
  private static final Set<String> GUARDRAILS = Set.of("guardrails");

  private static final Set<String> OBEYED =
      Set.of(
          "num_retries",
          "timeout",
          "stream_timeout",
          "fallbacks",
          "disable_fallbacks",
          "litellm_metadata",
          "litellm_session_id",
          "priority",
          TagReader.TAGS);

  /** All of them: what is never forwarded. */
  static final Set<String> ALL =
      Stream.of(WITHOUT_EFFECT, PRICES, REFUSED.keySet(), PROTECTIVE, OBEYED)
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  private ControlFields() {}

  /** Whether {@code body} has any of them, or metadata, in which there may be some. */
  static boolean areIn(JsonObject body) {
    for (String name : body.names()) {
      if (ALL.contains(name) || name.equals("metadata")) {
        return true;
      }
    }
    return false;
  }

  /** Those of {@code body} that are taken off and do nothing, in its order. */
  static List<String> withoutEffect(JsonObject body) {
    List<String> fields = List.of();
    for (String name : body.names()) {
      boolean isIdle = WITHOUT_EFFECT.contains(name) || PRICES.contains(name);
      if (isIdle && body.hasValue(name)) {
        fields = fields.isEmpty() ? new ArrayList<>() : fields;
        fields.add(name);
      }
    }
    return fields;
  }

  /** For each field of {@code body} that cannot be obeyed, what to say. */
  static Map<String, String> refusals(JsonObject body) {
    Map<String, String> refusals = new LinkedHashMap<>();
    for (String name : body.names()) {
      if (REFUSED.containsKey(name) && isGiven(body.get(name).orElse(JsonNull.NULL))) {
        refusals.put(name, name + " cannot be set in a request" + REFUSED.get(name));
      }
    }
    putProtective("", body, PROTECTIVE, refusals);
    // LiteLLM looks for them there as well; what else is in OpenAI's own field is the caller's.
    object("litellm_metadata", body)
        .ifPresent(own -> putProtective("litellm_metadata.", own, PROTECTIVE, refusals));
    object("metadata", body)
        .ifPresent(own -> putProtective("metadata.", own, GUARDRAILS, refusals));
    return refusals;
  }

  // LiteLLM reads it where it is written as a text, too.
  private static Optional<JsonObject> object(String name, JsonObject body) {
    return body.object(name).or(() -> body.text(name).flatMap(ControlFields::parsed));
  }

  private static Optional<JsonObject> parsed(String text) {
    try {
      return Optional.of(Json.parseObject(text));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static void putProtective(
      String at, JsonObject in, Set<String> protective, Map<String, String> refusals) {
    for (String name : in.names()) {
      if (protective.contains(name) && asksForSomething(in.get(name).orElse(JsonNull.NULL))) {
        refusals.put(
            at + name,
            at + name + " are not applied by Mainstay; leave them out to call without them");
      }
    }
  }

  private static boolean asksForSomething(JsonValue value) {
    return isGiven(value) && !(value instanceof JsonArray list && list.isEmpty());
  }

  // An empty text is as good as none: clients send whatever fields they have.
  private static boolean isGiven(JsonValue value) {
    return value != JsonNull.NULL && !(value instanceof JsonString(String text) && text.isEmpty());
  }

  private static Map<String, String> refused() {
    Map<String, String> refused = new LinkedHashMap<>();
    names("context_window_fallbacks content_policy_fallbacks")
        .forEach(name -> refused.put(name, CONFIGURED));
    names(
            """
            api_base api_key base_url custom_llm_provider deployment_id litellm_credential_name
            model_list organization region_name user_config azure_ad_token
            azure_ad_token_provider azure_password azure_scope azure_username
            client_id client_secret tenant_id aws_access_key_id aws_bedrock_runtime_endpoint
            aws_external_id aws_profile_name aws_region_name aws_role_name aws_secret_access_key
            aws_session_name aws_session_token aws_sts_endpoint aws_web_identity_token
            vertex_ai_credentials vertex_ai_location vertex_ai_project vertex_credentials
            vertex_location vertex_project
            """)
        .forEach(name -> refused.put(name, ANOTHER_PLACE));
    names("allowed_model_region data_residency").forEach(name -> refused.put(name, REGIONS));
    names("litellm_system_prompt prompt_id prompt_variables")
        .forEach(name -> refused.put(name, PROMPTS));
    refused.put("max_budget", BUDGETS);
    return Map.copyOf(refused);
  }

  private static Set<String> names(String words) {
    return Set.copyOf(Arrays.asList(words.strip().split("\\s+")));
  }
}
