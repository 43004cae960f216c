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
          agent_list assistant_settings callback_settings files_settings finetune_settings
          guardrails mcp_servers mcp_tools policies policy_attachments prompts sandbox_tools
          search_tools vector_store_registry worker_registry
          """);

  static final Set<String> MODEL = names("blocked");

  // What tokens of long prompts cost, and of batches.
  private static final String FURTHER_PRICES =
      """
      cache_creation_input_token_cost_above_1hr cache_creation_input_token_cost_above_200k_tokens
      cache_read_input_token_cost_above_200k_tokens cache_read_input_token_cost_above_272k_tokens
      input_cost_per_token_above_128k_tokens input_cost_per_token_above_200k_tokens
      input_cost_per_token_above_272k_tokens input_cost_per_token_batches
      output_cost_per_token_above_128k_tokens output_cost_per_token_above_200k_tokens
      output_cost_per_token_above_272k_tokens output_cost_per_token_batches tiered_pricing
      """;

  static final Set<String> MODEL_INFO =
      names(
          FURTHER_PRICES
              + """
              access_groups access_windows created_at created_by db_model deprecation_date
              disable_background_health_check discoverable enforce_supported_endpoints
              health_check_model health_check_timeout input_cost_per_audio_token
              input_cost_per_character input_cost_per_image input_cost_per_pixel input_cost_per_query
              input_cost_per_second litellm_provider max_tokens output_cost_per_audio_token
              output_cost_per_character output_cost_per_image output_cost_per_pixel
              output_cost_per_second output_vector_size pricing_provider supported_openai_params
              supported_regions supports_audio_output supports_computer_use
              supports_parallel_function_calling supports_prompt_caching supports_system_messages
              supports_tool_choice supports_url_context supports_web_search team_id
              team_public_model_name tier updated_at updated_by
              """);

  static final Set<String> PARAMS =
      names(
          FURTHER_PRICES
              + """
              adaptive_router_config allow_client_keepalive_override anthropic_federation_rule_id
              anthropic_identity_token anthropic_identity_token_file auto_router_config
              auto_router_config_path auto_router_default_model auto_router_embedding_model
              aws_batch_role_arn aws_bedrock_control_plane_endpoint aws_bedrock_project_id
              aws_session_tags azure_ad_token_provider bedrock_tags bucket_name budget_duration cache
              cache_control_injection_points caching complexity_router_config
              configurable_clientside_auth_params cooldown_time daily_reset_time
              default_api_key_rpm_limit default_api_key_tpm_limit deployment_id dynamic_message_role
              fallbacks fireworks_forward_user_id gcs_bucket_name guardrails hf_model_name id
              input_cost_per_character input_cost_per_second itpm keepalive_seconds
              kubernetes_pod_discovery litellm_trace_id max_budget max_file_size_mb max_retries
              merge_reasoning_content_in_choices metadata mock_response mock_timeout model_alias_map
              model_info model_list no-log num_retries otpm output_cost_per_character
              output_cost_per_second prompt_id prompt_variables provider_affinity_header
              quality_router_config region_name roles rpd s3_access_key_id s3_bucket_name
              s3_bucket_owner s3_encryption_key_id s3_endpoint_url s3_output_bucket_name
              s3_region_name s3_secret_access_key ssl_verify stream stream_timeout_by_service_tier
              supports_system_message tag_regex text_completion timeout_by_service_tier tpd
              use_chat_completions_api use_in_pass_through use_litellm_proxy use_xai_oauth
              vector_store_id watsonx_region_name
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
          add_function_to_prompt add_user_information_to_llm_headers aiohttp_trust_env
          allow_dynamic_callback_disabling api_base api_key audit_log_callbacks
          azure_content_safety_params banned_keywords_list
          block_requests_for_models_without_pricing blocked_user_list budget_duration
          budget_exceeded_status_code budget_exceeded_throttle_percentage budget_rollover cache
          cache_params callbacks code_interpreter_interception_params
          compression_interception_params cost_discount_config cost_margin_config
          custom_prometheus_metadata_labels custom_prometheus_tags custom_provider_map
          datadog_params default_in_memory_ttl default_internal_user_params
          default_key_generate_params default_max_internal_user_budget default_redis_ttl
          default_soft_budget default_team_params default_team_settings
          disable_add_transform_inline_image_block disable_copilot_system_to_assistant
          disable_end_user_cost_tracking disable_end_user_cost_tracking_prometheus_only
          disable_hf_tokenizer_download disable_stop_sequence_limit disable_streaming_logging
          disable_token_counter enable_anthropic_prompt_caching
          enable_caching_on_provider_specific_optional_params enable_json_schema_validation
          enable_key_alias_format_validation enable_loadbalancing_on_batch_endpoints
          enable_preview_features expose_router_debug_in_errors extra_spend_tag_headers
          failure_callback filter_invalid_headers force_ipv4 forward_traceparent_to_llm_provider
          generic_logger_headers global_disable_no_log_param
          google_moderation_confidence_threshold guardrails headers input_callback
          internal_user_budget_duration json_logs key_alias_pattern key_generation_settings
          langfuse_default_tags llamaguard_model_name llamaguard_unsafe_content_categories
          llm_guard_mode log_raw_request_response logging_callback_manager max_budget
          max_end_user_budget max_end_user_budget_id max_internal_user_budget
          max_parallel_requests max_ui_session_budget max_user_budget mcp_aliases
          mcp_semantic_tool_filter model_alias_map model_group_settings modify_params
          openai_moderations_model_name organization output_parse_pii overwrite_user_with_key_hash
          post_call_rules pre_call_rules presidio_ad_hoc_recognizers presidio_logging_only
          priority_reservation priority_reservation_settings prometheus_exclude_labels
          prometheus_exclude_metrics prometheus_initialize_budget_metrics
          prometheus_metrics_config prompt_injection_params provider_url_destination_allowed_hosts
          public_agent_groups public_mcp_servers public_model_groups public_model_groups_links
          reasoning_auto_summary redact_messages_in_exceptions redact_user_api_key_info
          require_auth_for_metrics_endpoint return_response_headers s3_callback_params
          service_callback service_callbacks set_verbose skip_system_message_in_guardrail
          skip_tool_message_in_guardrail ssl_certificate ssl_verify
          standard_logging_payload_excluded_fields store_audit_logs success_callback
          suppress_debug_info tag_budget_config telemetry turn_off_message_logging
          upperbound_key_generate_params use_chat_completions_url_for_anthropic_messages
          user_url_allowed_hosts user_url_validation validate_end_user_id_in_db
          vertex_ai_safety_settings websearch_interception_params
          """);

  static final Set<String> GENERAL =
      names(
          """
          admin_only_routes admission_queue_timeout_seconds agent_access_default_deny
          alert_to_webhook_url alert_types alerting alerting_args alerting_threshold
          allow_client_side_credentials allow_requests_on_db_unavailable allow_user_auth
          allowed_client_side_s3_buckets allowed_client_side_s3_endpoint_urls
          allowed_file_extensions allowed_ips allowed_routes always_include_stream_usage
          apply_user_budget_to_team_keys auto_redirect_ui_login_to_sso
          background_health_check_model_groups background_health_checks blocked_file_extensions
          cancel_on_disconnect completion_model control_plane_url coordination_redis
          coordinator_url custom_auth custom_auth_run_common_checks custom_key_generate
          custom_key_policy custom_key_update custom_sso custom_team_metadata_validate
          custom_ui_sso_sign_in_handler database_connect_timeout database_connection_pool_limit
          database_connection_timeout database_socket_timeout database_type database_url
          default_team_disabled disable_adding_master_key_hash_to_db disable_budget_reservation
          disable_custom_api_keys disable_error_logs disable_fallbacks_on_per_model_rate_limits
          disable_master_key_return disable_prisma_schema_update
          disable_requester_ip_address_logging disable_reset_budget disable_responses_id_security
          disable_retry_on_max_parallel_request_limit_error disable_spend_logs
          disable_spend_updates drain_endpoint_token embedding_model enable_drain_endpoint
          enable_jwt_auth enable_mcp_registry enable_oauth2_auth enable_oauth2_proxy_auth
          enable_public_model_hub enforce_fallback_model_access enforce_rbac enforce_user_param
          enforced_params expose_fallback_errors_to_caller fail_closed_budget_enforcement
          fail_closed_rate_limit_enforcement forward_client_headers_to_llm_api
          forward_openai_org_id health_check_concurrency health_check_details
          health_check_interval image_generation_model include_call_id_in_error_body
          infer_model_from_keys key_management_settings key_management_system litellm_jwtauth
          litellm_key_header_name litellm_license max_batch_file_records max_batch_file_size_mb
          max_batch_file_uploads_per_day max_failed_login_attempts_per_source
          max_file_downloads_per_minute max_in_flight_requests_per_worker max_parallel_requests
          max_queued_requests_per_worker max_response_size_mb
          maximum_spend_logs_retention_interval maximum_spend_logs_retention_period
          mcp_internal_ip_ranges mcp_trusted_proxy_ranges model_list_healthy_only moderation_model
          num_workers oauth2_config_mappings otel pass_through_endpoints
          pass_through_request_timeout proxy_batch_polling_interval proxy_batch_write_at
          proxy_budget_rescheduler_max_time proxy_budget_rescheduler_min_time
          proxy_config_reload_interval_seconds public_routes reject_clientside_metadata_tags
          request_tag_mappings require_end_user_mcp_access_defined require_key_mcp_access_defined
          return_wildcard_routes role_permissions search_tool_deny_by_default
          self_serve_budget_policy service_account_settings spend_logs_metadata_fields
          spend_report_frequency store_model_in_db store_prompts_in_spend_logs
          supported_db_objects team_metadata_schema team_metadata_validation_error_message
          team_metadata_validation_timeout token_rate_limit_type trusted_proxy_ranges
          ui_access_mode ui_settings use_azure_key_vault
          use_client_credentials_pass_through_routes use_google_kms use_redis_transaction_buffer
          use_shared_health_check use_team_public_model_name use_x_forwarded_for
          user_api_key_cache_max_size user_api_key_cache_ttl user_header_mappings user_header_name
          user_mcp_management_mode vector_store_deny_by_default
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
          abliteration ai21 ai21_chat aiand aiml aiohttp_openai aleph_alpha amazon_nova
          anthropic_text anyscale apertis assemblyai auto_router aws_polly aws_textract
          azure_speech baseten bedrock_mantle bespoke bigmodel black_forest_labs bytez
          charity_engine chatgpt chutes clarifai cloudflare cometapi compactifai coralbricks
          cortecs databricks_agent datarobot deepgram docker_model_runner edenai elevenlabs
          empiriolabs empower fal_ai featherless_ai friendliai galadriel gdc gigachat
          github_copilot google_ai_studio gradient_ai helicone heroku hostinger_router hyperbolic
          inception infinity jina_ai kyma lambda_ai langflow langgraph lemonade libertai
          litellm_agent manus maritalk meta meta_llama microsoft_365_copilot modelscope morph
          nadir nano-gpt neosantara nlp_cloud novita nscale nvidia_riva oci oobabooga openai_text
          opencode_go openinfer ovhcloud parasail petals poe predibase publicai qwen_ai_platform
          qwencloud ragflow recraft reducto reka replicate runwayml sagemaker sagemaker_chat
          sagemaker_nova sap scaleway scx-ai snowflake soniox stability streamlake synthetic
          tencent tensormesh text-completion-codestral text-completion-inception topaz triton v0
          vercel_ai_gateway volcengine voyage wally wandb watsonx watsonx_text xiaomi_mimo
          xinference zerogpu
          """);

  private LiteLlmKeys() {}

  private static Set<String> names(String words) {
    return Set.copyOf(List.of(words.strip().split("\\s+")));
  }
}
