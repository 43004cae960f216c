package dev.mainstay.gateway.config.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.gateway.config.request.RequestOverrides.Accepted;
import dev.mainstay.gateway.config.request.RequestOverrides.Refused;
import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.transport.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields of a request that are LiteLLM's own, and not a provider's: taken off, or refused. */
class ControlFieldsTest {
  private static final CallOptions NONE = CallOptions.none();

  /** SEMANTICS 7.2: LiteLLM's other control fields are not forwarded. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"litellm_params\":{\"a\":1}",
        "\"litellm_trace_id\":\"t\"",
        "\"litellm_call_id\":\"c\"",
        "\"cache\":{\"no-cache\":true}",
        "\"caching\":true",
        "\"no-log\":true",
        "\"mock_response\":\"hi\"",
        "\"max_retries\":3",
        "\"model_info\":{\"id\":\"x\"}",
        "\"disable_global_guardrails\":true",
        "\"fastest_response\":true",
        "\"request_timeout\":3",
        "\"force_timeout\":3",
        "\"retry_policy\":{}",
        "\"context_window_fallback_dict\":{}",
        "\"rpm\":1,\"tpm\":1,\"order\":1",
        "\"base_model\":\"m\"",
        "\"api_version\":\"v\"",
        "\"use_litellm_proxy\":true",
        "\"litellm_credential_name\":null,\"region_name\":null,\"allowed_model_region\":null",
        "\"merge_reasoning_content_in_choices\":true",
        "\"input_cost_per_token\":0,\"output_cost_per_token\":0",
        "\"provider_specific_header\":{}",
        "\"preset_cache_key\":\"k\"",
        "\"max_budget\":null",
        "\"budget_duration\":\"1d\"",
        "\"langfuse_secret_key\":\"sk-lf-1\",\"dd_api_key\":\"k\"",
        "\"turn_off_message_logging\":true",
        "\"ssl_verify\":false,\"no_log\":true",
        "\"extra_headers\":{\"anthropic-beta\":\"b\"},\"headers\":{\"authorization\":\"k\"}",
        "\"user_continue_message\":{},\"assistant_continue_message\":{}",
        "\"cache_key\":\"k\",\"caching_groups\":[]",
        "\"input_cost_per_second\":0,\"output_cost_per_second\":0",
        "\"max_parallel_requests\":1,\"fallback_depth\":1,\"weight\":1",
        "\"custom_prompt_dict\":{},\"final_prompt_value\":\"p\",\"complete_response\":true",
        "\"use_in_pass_through\":true,\"configurable_clientside_auth_params\":[]",
        "\"client\":\"c\",\"shared_session\":\"s\",\"verbose\":true,\"logger_fn\":\"f\",\"id\":\"1\"",
        "\"acompletion\":true,\"text_completion\":true,\"aembedding\":true,\"azure\":false",
        "\"initial_prompt_value\":\"p\",\"roles\":{},\"bos_token\":\"<s>\",\"eos_token\":\"</s>\"",
        "\"cache_read_input_token_cost\":0,\"input_cost_per_audio_token\":0,\"tiered_pricing\":[]",
        "\"output_cost_per_token_above_200k_tokens\":0,\"search_context_cost_per_query\":{}",
        "\"braintrust_api_key\":\"k\",\"slack_webhook_url\":\"u\",\"lunary_public_key\":\"k\"",
        "\"s3_secret_access_key\":\"k\",\"langsmith_tenant_id\":\"t\",\"dd_agent_port\":1",
        "\"fake_stream\":true,\"stream_chunk_size\":1,\"skip_mcp_handler\":true",
        "\"cache_control_injection_points\":[],\"enable_prompt_caching\":true",
        "\"default_headers\":{\"authorization\":\"k\"},\"routing_strategy\":\"least-busy\"",
        "\"standard_logging_object\":{},\"opted_out_global_guardrails\":[\"g\"]",
        "\"itpm\":1,\"otpm\":1,\"keepalive_seconds\":5,\"model_config\":{}"
      })
  void fieldOfLiteLlmsOwnIsTakenOff(String field) {
    assertTakenOff(field);
  }

  /** Those of OpenAI and of others that look like it are not taken for LiteLLM's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "service_tier",
        "safety_identifier",
        "verbosity",
        "prompt_cache_key",
        "prediction",
        "store",
        "web_search_options",
        "thinking",
        "ttl",
        "keep_alive",
        "provider",
        "models",
        "transforms",
        "min_tokens",
        "guided_json",
        "chat_template_kwargs",
        "request_id",
        "session_id",
        "reasoning"
      })
  void fieldThatAProviderTakesGoesOn(String field) {
    JsonObject body = Json.parseObject("{\"model\":\"chat\",\"" + field + "\":1}");

    assertThat(RequestOverrides.of(body, Headers.none())).isEqualTo(new Accepted(NONE, body));
  }

  /** SEMANTICS 7.2: what protects someone is refused. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'guardrails':['pii'] | guardrails | are not applied by Mainstay; leave them out to call"
            + " without them",
        "'policies':'A-17' | policies | are not applied by Mainstay; leave them out to call without"
            + " them",
        // LiteLLM obeys them there as well.
        "'metadata':{'guardrails':['pii']} | metadata.guardrails | are not applied by Mainstay;"
            + " leave them out to call without them",
        "'litellm_metadata':{'guardrails':['pii']} | litellm_metadata.guardrails | are not applied"
            + " by Mainstay; leave them out to call without them",
        "'litellm_metadata':'{\\'guardrails\\':[1]}' | litellm_metadata.guardrails | are not applied"
            + " by Mainstay; leave them out to call without them",
        "'max_budget':0 | max_budget | cannot be set in a request; Mainstay holds no call to a"
            + " budget of its own: leave it out to call without one",
        "'allowed_model_region':'eu' | allowed_model_region | cannot be set in a request; Mainstay"
            + " leaves out nobody by region, so that texts might go elsewhere: call a group whose"
            + " deployments are all in that region, and leave this out"
      })
  void whatProtectsSomebodyIsRefused(String asked, String field, String message) {
    JsonObject body = Json.parseObject(("{" + asked + "}").replace('\'', '"'));

    assertThat(RequestOverrides.of(body, Headers.none()))
        .isEqualTo(new Refused(field, field + " " + message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"region_name\":\"\"",
        "\"api_key\":\"\"",
        "\"api_base\":null",
        "\"user_config\":\"\"",
        "\"guardrails\":[]",
        "\"policies\":\"\""
      })
  void whatWouldBeRefusedIsTakenOffWhereItIsEmpty(String field) {
    assertTakenOff(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"guardrails\":[]}",
        "{\"guardrails\":null}",
        "{\"user\":\"guardrails\"}",
        "{\"policies\":\"A-17\"}",
        "\"guardrails\"",
        "\"{guardrails\""
      })
  void metadataThatAsksForNoGuardrailIsAccepted(String metadata) {
    JsonObject body = Json.parseObject("{\"model\":\"chat\",\"metadata\":" + metadata + "}");

    assertThat(RequestOverrides.of(body, Headers.none())).isInstanceOf(Accepted.class);
  }

  /** What is taken off and does nothing is named, so that a log can tell of it. */
  @Test
  void fieldsThatAreTakenOffWithoutEffectAreKnownByName() {
    JsonObject body =
        Json.parseObject(
            "{\"model\":\"chat\",\"cache\":{},\"num_retries\":1,\"litellm_call_id\":\"c\",\"caching\":null,"
                + "\"rpm\":9,\"temperature\":0,\"guardrails\":[]}");

    assertThat(RequestOverrides.withoutEffect(body))
        .containsExactly("cache", "litellm_call_id", "rpm");
  }

  /** It would go elsewhere, or say something else, than its caller thinks. */
  @ParameterizedTest
  @CsvSource({
    "api_key, is the configuration's to say",
    "api_base, is the configuration's to say",
    "base_url, is the configuration's to say",
    "model_list, is the configuration's to say",
    "user_config, is the configuration's to say",
    "custom_llm_provider, is the configuration's to say",
    "litellm_credential_name, is the configuration's to say",
    "region_name, is the configuration's to say",
    "organization, is the configuration's to say",
    "deployment_id, is the configuration's to say",
    "data_residency, leaves out nobody by region",
    "litellm_system_prompt, keeps no prompts",
    "aws_secret_access_key, is the configuration's to say",
    "aws_region_name, is the configuration's to say",
    "vertex_credentials, is the configuration's to say",
    "vertex_ai_location, is the configuration's to say",
    "azure_ad_token, is the configuration's to say",
    "client_secret, is the configuration's to say",
    "prompt_id, keeps no prompts",
    "prompt_variables, keeps no prompts"
  })
  void fieldThatWouldChangeWhatIsAskedOrWhereIsRefused(String field, String why) {
    JsonObject body = Json.parseObject("{\"model\":\"chat\",\"" + field + "\":\"sk-1\"}");

    assertThat(RequestOverrides.of(body, Headers.none()))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.param()).isEqualTo(field);
              assertThat(refused.message())
                  .startsWith(field + " cannot be set in a request; ")
                  .contains(why)
                  .doesNotContain("sk-1");
            });
  }

  private static void assertTakenOff(String field) {
    JsonObject body = Json.parseObject("{\"model\":\"chat\"," + field + "}");

    assertThat(RequestOverrides.of(body, Headers.none()))
        .isEqualTo(new Accepted(NONE, Json.parseObject("{\"model\":\"chat\"}")));
  }
}
