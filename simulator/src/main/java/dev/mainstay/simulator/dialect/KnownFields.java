package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that documents have for what a request may say, by whose they are. A vendor who refuses
 * what it does not know refuses a name that only others have. One that none of them has is taken by
 * all: documents grow, and a list that was whole yesterday is not today.
 */
enum KnownFields {
  // https://platform.openai.com/docs/api-reference/chat/create
  OPENAI(
      "model messages stream audio frequency_penalty function_call functions logit_bias logprobs"
          + " max_completion_tokens max_tokens metadata modalities moderation n"
          + " parallel_tool_calls prediction presence_penalty prompt_cache_key"
          + " prompt_cache_options prompt_cache_retention reasoning_effort response_format"
          + " safety_identifier seed service_tier stop store stream_options temperature"
          + " tool_choice tools top_logprobs top_p user verbosity web_search_options"),
  // https://docs.mistral.ai/api/endpoint/chat
  MISTRAL(
      "model messages stream temperature top_p max_tokens stop random_seed metadata"
          + " response_format tools tool_choice presence_penalty frequency_penalty n prediction"
          + " parallel_tool_calls prompt_mode reasoning_effort guardrails safe_prompt"
          + " prompt_cache_key"),
  // https://console.groq.com/docs/api-reference#chat-create
  GROQ(
      "model messages stream citation_options compound_custom disable_tool_validation documents"
          + " exclude_domains frequency_penalty function_call functions include_domains"
          + " include_reasoning logit_bias logprobs max_completion_tokens max_tokens metadata n"
          + " parallel_tool_calls presence_penalty reasoning_effort reasoning_format"
          + " response_format search_settings seed service_tier stop store stream_options"
          + " temperature tool_choice tools top_logprobs top_p user"),
  // https://inference-docs.cerebras.ai/api-reference/chat-completions, Cerebras's own client
  CEREBRAS(
      "model messages stream clear_thinking disable_reasoning frequency_penalty logit_bias logprobs"
          + " max_completion_tokens max_tokens min_completion_tokens min_tokens model_parameters n"
          + " parallel_tool_calls prediction presence_penalty prompt_cache_key reasoning_effort"
          + " reasoning_format response_format seed service_tier stop stream_options temperature"
          + " tool_choice tools top_logprobs top_p user"),
  // https://learn.microsoft.com/rest/api/microsoft-foundry/modelinference
  FOUNDRY(
      "model messages stream frequency_penalty presence_penalty temperature top_p max_tokens"
          + " response_format stop tools tool_choice seed modalities"),
  // https://platform.claude.com/docs/en/api/messages/create, with what betas add
  ANTHROPIC(
      "model messages stream max_tokens system stop_sequences temperature top_p top_k thinking"
          + " output_config output_format metadata service_tier tools tool_choice cache_control"
          + " container diagnostics inference_geo speed user_profile_id workspace_id"
          + " billing_policy compaction context_management fallback_credit_token fallbacks"
          + " mcp_servers thread betas anthropic_version anthropic_beta"),
  // https://ai.google.dev/api/generate-content,
  // https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference
  GEMINI(
      "model contents systemInstruction tools toolConfig safetySettings generationConfig"
          + " cachedContent store serviceTier labels modelArmorConfig continuationToken"
          + " outputConfig"),
  // https://ai.google.dev/api/generate-content#generationconfig
  GEMINI_CONFIG(
      "temperature topP topK candidateCount maxOutputTokens stopSequences responseMimeType"
          + " responseSchema responseJsonSchema responseFormat presencePenalty frequencyPenalty"
          + " responseLogprobs logprobs seed enableEnhancedCivicAnswers enableAffectiveDialog"
          + " speechConfig thinkingConfig imageConfig mediaResolution responseModalities"
          + " audioTimestamp audioTranscriptionConfig routingConfig modelConfig"
          + " modelSelectionConfig translationConfig"),
  // https://docs.cohere.com/reference/chat
  COHERE(
      "model messages stream tools tool_choice strict_tools documents citation_options"
          + " response_format safety_mode max_tokens stop_sequences temperature seed"
          + " frequency_penalty presence_penalty k p logprobs thinking priority raw_prompting"),
  // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
  CONVERSE(
      "messages system inferenceConfig toolConfig guardrailConfig additionalModelRequestFields"
          + " additionalModelResponseFieldPaths promptVariables requestMetadata"
          + " performanceConfig serviceTier outputConfig projectIdentifier"),
  // https://docs.ollama.com/api/chat
  OLLAMA("model messages stream format options tools think keep_alive logprobs top_logprobs"),
  // https://platform.openai.com/docs/api-reference/embeddings/create
  OPENAI_EMBEDDING("model input dimensions encoding_format user"),
  // https://ai.google.dev/api/embeddings
  GEMINI_EMBEDDING(
      "model content taskType title outputDimensionality embedContentConfig autoTruncate"
          + " documentOcr audioTrackExtraction"),
  // https://docs.cohere.com/reference/embed
  COHERE_EMBEDDING(
      "model texts images inputs input_type embedding_types output_dimension truncate max_tokens"
          + " priority"),
  // https://docs.aws.amazon.com/bedrock/latest/userguide/titan-embedding-models.html
  TITAN_EMBEDDING("inputText inputImage embeddingConfig dimensions normalize embeddingTypes"),
  // https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html
  VLLM(
      "top_k min_p repetition_penalty length_penalty ignore_eos min_tokens skip_special_tokens"
          + " add_generation_prompt continue_final_message chat_template chat_template_kwargs"
          + " guided_json guided_regex guided_choice guided_grammar structured_outputs"),
  // What tells a router how to send it.
  ROUTERS("optional_openai_params drops_unsupported");

  private static final Set<String> ALL =
      Arrays.stream(values()).flatMap(vendor -> vendor.own.stream()).collect(Collectors.toSet());

  private final Set<String> own;

  KnownFields(String names) {
    own = Arrays.stream(names.split(" ")).map(KnownFields::folded).collect(Collectors.toSet());
  }

  /** The names in {@code object} that others have and these have not. */
  Stream<String> foreign(JsonObject object) {
    return object.names().stream()
        .filter(name -> !own.contains(folded(name)) && ALL.contains(folded(name)));
  }

  /** The names in {@code object} that these have not, whoever has them. */
  List<String> unknown(JsonObject object) {
    return object.names().stream().filter(name -> !own.contains(folded(name))).toList();
  }

  // Google takes two spellings, and whoever takes one of them has the name.
  private static String folded(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
