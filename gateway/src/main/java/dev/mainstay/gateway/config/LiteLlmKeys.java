package dev.mainstay.gateway.config;

import java.util.List;
import java.util.Set;

/**
 * The names that LiteLLM's documentation gives to settings which Mainstay does not have, so that a
 * warning can tell a setting that is missing here from one that exists nowhere.
 * https://docs.litellm.ai/docs/proxy/config_settings
 */
final class LiteLlmKeys {
  static final Set<String> TOP =
      names(
          """
          assistant_settings callback_settings files_settings finetune_settings
          guardrails mcp_servers mcp_tools policies policy_attachments prompts search_tools
          vector_store_registry
          """);

  static final Set<String> MODEL = names("blocked");

  static final Set<String> MODEL_INFO =
      names(
          """
          access_groups created_at created_by db_model deprecation_date
          disable_background_health_check health_check_model health_check_timeout input_cost_per_audio_token
          input_cost_per_character input_cost_per_image input_cost_per_pixel input_cost_per_query
          input_cost_per_second litellm_provider max_tokens
          output_cost_per_audio_token output_cost_per_character output_cost_per_image
          output_cost_per_pixel output_cost_per_second
          output_vector_size supported_openai_params supported_regions
          supports_audio_output supports_computer_use supports_parallel_function_calling
          supports_prompt_caching supports_system_messages
          supports_tool_choice supports_url_context supports_web_search team_id team_public_model_name
          tier updated_at updated_by
          """);

  static final Set<String> PARAMS =
      names(
          """
          adaptive_router_config allow_client_keepalive_override
          auto_router_config auto_router_config_path
          auto_router_default_model auto_router_embedding_model
          azure_ad_token_provider bedrock_tags bucket_name budget_duration cache
          cache_control_injection_points caching complexity_router_config
          configurable_clientside_auth_params cooldown_time default_api_key_rpm_limit
          default_api_key_tpm_limit deployment_id dynamic_message_role fallbacks
          gcs_bucket_name guardrails hf_model_name id input_cost_per_character
          input_cost_per_second itpm keepalive_seconds litellm_trace_id
          max_budget max_file_size_mb max_retries merge_reasoning_content_in_choices metadata
          mock_response mock_timeout model_alias_map model_info model_list no-log num_retries otpm
          output_cost_per_character output_cost_per_second prompt_id prompt_variables
          provider_affinity_header quality_router_config region_name roles s3_bucket_name
          s3_region_name ssl_verify stream supports_system_message tag_regex text_completion use_chat_completions_api use_in_pass_through use_litellm_proxy
          use_xai_oauth vector_store_id watsonx_region_name
          """);

  static final Set<String> ROUTER =
      names(
          """
          alerting_config assistants_config cache_kwargs cache_responses caching_groups client_ttl
          debug_level default_litellm_params default_max_parallel_requests default_priority
          deployment_affinity_ttl_seconds enable_health_check_routing enable_pre_call_check
          guardrail_list health_check_staleness_threshold ignore_invalid_deployments max_retries
          model_group_affinity_config model_names polling_interval provider_budget_config redis_db
          redis_host redis_password redis_port redis_url router_general_settings routing_groups
          routing_strategy_args search_tools set_verbose tag_routing_prefix weights
          """);

  static final Set<String> LITELLM =
      names(
          """
          add_function_to_prompt aiohttp_trust_env api_base api_key audit_log_callbacks
          blocked_user_list budget_duration cache cache_params callbacks custom_provider_map
          datadog_params default_in_memory_ttl default_internal_user_params
          default_max_internal_user_budget default_redis_ttl default_team_params
          default_team_settings disable_add_transform_inline_image_block
          disable_copilot_system_to_assistant disable_end_user_cost_tracking
          disable_end_user_cost_tracking_prometheus_only disable_hf_tokenizer_download
          disable_stop_sequence_limit enable_json_schema_validation
          enable_key_alias_format_validation enable_preview_features
          enable_caching_on_provider_specific_optional_params extra_spend_tag_headers
          failure_callback force_ipv4 forward_traceparent_to_llm_provider guardrails headers
          internal_user_budget_duration json_logs key_generation_settings langfuse_default_tags
          log_raw_request_response logging_callback_manager max_budget max_end_user_budget
          max_internal_user_budget max_parallel_requests max_user_budget mcp_aliases
          model_alias_map modify_params organization post_call_rules pre_call_rules
          priority_reservation priority_reservation_settings prometheus_initialize_budget_metrics
          prometheus_metrics_config public_model_groups public_model_groups_links
          redact_messages_in_exceptions redact_user_api_key_info return_response_headers
          s3_callback_params service_callback service_callbacks set_verbose ssl_certificate
          ssl_verify store_audit_logs success_callback tag_budget_config telemetry
          turn_off_message_logging upperbound_key_generate_params
          use_chat_completions_url_for_anthropic_messages user_url_validation
          """);

  static final Set<String> GENERAL =
      names(
          """
          admin_only_routes alert_to_webhook_url alert_types alerting alerting_args
          alerting_threshold allow_client_side_credentials allow_requests_on_db_unavailable
          allow_user_auth allowed_ips allowed_routes always_include_stream_usage
          background_health_checks completion_model control_plane_url coordinator_url custom_auth
          custom_auth_run_common_checks custom_key_generate custom_sso custom_ui_sso_sign_in_handler
          database_connection_pool_limit database_connection_timeout database_type database_url
          default_team_disabled disable_adding_master_key_hash_to_db disable_error_logs
          disable_master_key_return disable_prisma_schema_update disable_reset_budget
          disable_responses_id_security disable_retry_on_max_parallel_request_limit_error
          disable_spend_logs disable_spend_updates embedding_model enable_jwt_auth
          enable_oauth2_auth enable_oauth2_proxy_auth enable_public_model_hub enforce_user_param
          enforced_params forward_client_headers_to_llm_api forward_openai_org_id
          health_check_concurrency health_check_details
          health_check_interval image_generation_model infer_model_from_keys
          key_management_settings key_management_system litellm_jwtauth litellm_key_header_name
          litellm_license max_parallel_requests max_response_size_mb
          maximum_spend_logs_retention_interval maximum_spend_logs_retention_period
          mcp_internal_ip_ranges mcp_trusted_proxy_ranges moderation_model num_workers
          oauth2_config_mappings otel pass_through_endpoints pass_through_request_timeout
          proxy_batch_polling_interval proxy_batch_write_at proxy_budget_rescheduler_max_time
          proxy_budget_rescheduler_min_time public_routes reject_clientside_metadata_tags
          require_end_user_mcp_access_defined role_permissions service_account_settings
          spend_report_frequency store_model_in_db store_prompts_in_spend_logs
          supported_db_objects token_rate_limit_type ui_access_mode ui_settings
          use_azure_key_vault use_client_credentials_pass_through_routes use_google_kms
          use_redis_transaction_buffer use_shared_health_check use_x_forwarded_for
          user_api_key_cache_ttl user_header_mappings user_header_name user_mcp_management_mode
          """);

  /** The failures that LiteLLM counts retries for, and Mainstay does not apart. */
  static final Set<String> RETRY_KINDS =
      names("ServiceUnavailableErrorRetries NotFoundErrorRetries DefaultRetries");

  static final Set<String> STRATEGIES = names("priority provider-budget-routing");

  /** What {@code optional_pre_call_checks} may hold. */
  static final Set<String> PRE_CALL_CHECKS =
      names(
          """
          encrypted_content_affinity enforce_model_rate_limits forward_client_headers_by_model_group
          prompt_caching responses_api_deployment_check router_budget_limiting
          """);

  static final Set<String> PROVIDERS =
      names(
          """
          ai21 ai21_chat aiml aleph_alpha anthropic_text anyscale baseten bytez chatgpt clarifai cloudflare cometapi
          compactifai datarobot docker_model_runner elevenlabs empower featherless_ai
          friendliai galadriel gigachat github_copilot google_ai_studio gradient_ai
          hyperbolic infinity jina_ai lambda_ai lemonade maritalk meta_llama morph nlp_cloud
          novita nscale oci oobabooga openai_text ovhcloud petals predibase recraft replicate
          sagemaker sagemaker_chat snowflake text-completion-codestral
          topaz triton v0 vercel_ai_gateway volcengine voyage wandb
          watsonx watsonx_text xinference
          """);

  private LiteLlmKeys() {}

  private static Set<String> names(String words) {
    return Set.copyOf(List.of(words.strip().split("\\s+")));
  }
}
