package dev.mainstay.provider.openai;

import static dev.mainstay.provider.openai.VendorRow.anywhere;
import static dev.mainstay.provider.openai.VendorRow.at;
import static dev.mainstay.provider.openai.VendorRow.compatible;
import static dev.mainstay.provider.openai.VendorRow.local;

import dev.mainstay.provider.openai.Vendor.Quirk;
import dev.mainstay.provider.openai.Vendor.Style;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who speaks the dialect, a row each, with the documentation that it is from. The environment
 * variables are LiteLLM's, then those of the vendor's own clients. How many texts {@code stop} may
 * have was looked up on 2026-11-30: OpenAI's in its help pages, Azure's in what a user tells of a
 * refusal of five, DeepSeek's and Moonshot's in copies of their references, Groq's, Cerebras' and
 * Fireworks' in their own Python clients, which are written from their OpenAPI descriptions, xAI's
 * in what others tell of its reference.
 */
final class KnownVendors {
  private static final String MAX_TOKENS = "max_tokens";
  private static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";

  static final List<Vendor> ALL =
      Stream.of(makers(), others(), routers(), hosts(), clouds(), servers(), anybody())
          .flatMap(List::stream)
          .map(VendorRow::vendor)
          .toList();

  private KnownVendors() {}

  /** Those who make models. */
  private static List<VendorRow> makers() {
    return List.of(
        // https://platform.openai.com/docs/api-reference/introduction
        at("https://api.openai.com/v1", "openai")
            .keyFrom("OPENAI_API_KEY")
            .urlFrom("OPENAI_BASE_URL", "OPENAI_API_BASE")
            .stoppingAtMost(4)
            .with(
                Quirk.STRICT,
                Quirk.OWN_FIELDS,
                Quirk.REASONING,
                Quirk.FULL_SCHEMAS,
                Quirk.TEXT_RESULTS,
                Quirk.BOUNDED_CALL_IDS),
        // https://docs.mistral.ai/api, https://docs.mistral.ai/capabilities/completion/prefix
        mistral("https://api.mistral.ai/v1", "mistral")
            .keyFrom("MISTRAL_API_KEY")
            .urlFrom("MISTRAL_API_BASE"),
        mistral("https://codestral.mistral.ai/v1", "codestral")
            .keyFrom("CODESTRAL_API_KEY")
            .urlFrom("CODESTRAL_API_BASE"),
        groq(),
        // https://api-docs.deepseek.com,
        // https://api-docs.deepseek.com/guides/chat_prefix_completion
        at("https://api.deepseek.com", "deepseek")
            .keyFrom("DEEPSEEK_API_KEY")
            .urlFrom("DEEPSEEK_API_BASE")
            .prefilledBy(PrefillForm.MARKED)
            .stoppingAtMost(16)
            .calling(MAX_COMPLETION_TOKENS, MAX_TOKENS)
            .with(Quirk.SYSTEM_ONLY));
  }

  /** Others who make models, or serve them on machines of their own. */
  private static List<VendorRow> others() {
    return List.of(
        // https://docs.x.ai/docs/api-reference
        at("https://api.x.ai/v1", "xai")
            .keyFrom("XAI_API_KEY")
            .urlFrom("XAI_API_BASE")
            .stoppingAtMost(4),
        // https://docs.perplexity.ai/api-reference/chat-completions-post
        at("https://api.perplexity.ai", "perplexity")
            .keyFrom("PERPLEXITYAI_API_KEY", "PERPLEXITY_API_KEY")
            .urlFrom("PERPLEXITYAI_API_BASE", "PERPLEXITY_API_BASE")
            .tellsUsage()
            .calling(MAX_COMPLETION_TOKENS, MAX_TOKENS)
            .with(Quirk.SYSTEM_ONLY, Quirk.CHATS_ONLY),
        cerebras(),
        // https://docs.sambanova.ai/cloud/api-reference/endpoints/chat
        at("https://api.sambanova.ai/v1", "sambanova")
            .keyFrom("SAMBANOVA_API_KEY")
            .urlFrom("SAMBANOVA_API_BASE")
            .with(Quirk.SYSTEM_ONLY),
        // https://platform.moonshot.ai/docs/api/chat
        at("https://api.moonshot.ai/v1", "moonshot")
            .keyFrom("MOONSHOT_API_KEY")
            .urlFrom("MOONSHOT_API_BASE")
            .stoppingAtMost(5)
            .with(Quirk.SYSTEM_ONLY, Quirk.CHATS_ONLY),
        // https://docs.z.ai/api-reference/llm/chat-completion
        at("https://api.z.ai/api/paas/v4", "zai")
            .keyFrom("ZAI_API_KEY")
            .urlFrom("ZAI_API_BASE")
            .calling(MAX_COMPLETION_TOKENS, MAX_TOKENS)
            .with(Quirk.SYSTEM_ONLY, Quirk.CHATS_ONLY),
        // https://platform.minimax.io/docs/api-reference/text-openai-api
        at("https://api.minimax.io/v1", "minimax")
            .keyFrom("MINIMAX_API_KEY")
            .urlFrom("MINIMAX_API_BASE")
            .with(Quirk.SYSTEM_ONLY, Quirk.CHATS_ONLY));
  }

  /** Those who serve whatever model, or pass on to those who do. */
  private static List<VendorRow> routers() {
    return List.of(
        // https://openrouter.ai/docs/api-reference/overview
        at("https://openrouter.ai/api/v1", "openrouter")
            .keyFrom("OPENROUTER_API_KEY", "OR_API_KEY")
            .urlFrom("OPENROUTER_API_BASE")
            .tellsUsage(),
        // https://docs.together.ai/docs/openai-api-compatibility
        at("https://api.together.xyz/v1", "together_ai")
            .keyFrom(
                "TOGETHERAI_API_KEY",
                "TOGETHER_AI_API_KEY",
                "TOGETHER_API_KEY",
                "TOGETHER_AI_TOKEN")
            .urlFrom("TOGETHER_AI_API_BASE")
            .tellsUsage()
            .with(Quirk.SYSTEM_ONLY),
        // https://docs.fireworks.ai/tools-sdks/openai-compatibility
        at("https://api.fireworks.ai/inference/v1", "fireworks_ai")
            .keyFrom(
                "FIREWORKS_AI_API_KEY",
                "FIREWORKS_API_KEY",
                "FIREWORKSAI_API_KEY",
                "FIREWORKS_AI_TOKEN")
            .urlFrom("FIREWORKS_AI_API_BASE", "FIREWORKS_API_BASE")
            .stoppingAtMost(4)
            .tellsUsage()
            .naming(ModelNames.OF_ACCOUNTS)
            .with(Quirk.STRICT, Quirk.SYSTEM_ONLY));
  }

  /** Clouds and platforms that serve whatever model. */
  private static List<VendorRow> hosts() {
    return List.of(
        // https://www.alibabacloud.com/help/en/model-studio/compatibility-of-openai-with-dashscope,
        // https://www.alibabacloud.com/help/en/model-studio/embedding
        at("https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "dashscope")
            .keyFrom("DASHSCOPE_API_KEY")
            .urlFrom("DASHSCOPE_API_BASE")
            .embeddingAtMost(10, Long.MAX_VALUE)
            .calling(MAX_COMPLETION_TOKENS, MAX_TOKENS)
            .with(Quirk.SYSTEM_ONLY),
        // https://docs.tokenfactory.nebius.com/quickstart
        at("https://api.tokenfactory.nebius.com/v1", "nebius")
            .keyFrom("NEBIUS_API_KEY")
            .urlFrom("NEBIUS_API_BASE")
            .with(Quirk.SYSTEM_ONLY),
        // https://huggingface.co/docs/inference-providers/index
        at("https://router.huggingface.co/v1", "huggingface")
            .keyFrom("HUGGINGFACE_API_KEY", "HF_TOKEN")
            .urlFrom("HF_API_BASE", "HUGGINGFACE_API_BASE")
            .naming(ModelNames.SERVED_BY)
            .with(Quirk.SYSTEM_ONLY, Quirk.CHATS_ONLY),
        // https://docs.api.nvidia.com/nim/reference/llm-apis
        at("https://integrate.api.nvidia.com/v1", "nvidia_nim")
            .keyFrom("NVIDIA_NIM_API_KEY", "NVIDIA_API_KEY")
            .urlFrom("NVIDIA_NIM_API_BASE")
            .calling(MAX_COMPLETION_TOKENS, MAX_TOKENS)
            .with(Quirk.SYSTEM_ONLY),
        // https://docs.github.com/rest/models/inference
        at("https://models.github.ai/inference", "github")
            .keyFrom("GITHUB_API_KEY", "GITHUB_TOKEN")
            .urlFrom("GITHUB_API_BASE")
            .naming(ModelNames.MADE_BY)
            .with(Quirk.STRICT, Quirk.CHATS_ONLY, Quirk.FULL_SCHEMAS, Quirk.BOUNDED_CALL_IDS),
        // https://deepinfra.com/docs/openai_api
        at("https://api.deepinfra.com/v1/openai", "deepinfra")
            .keyFrom("DEEPINFRA_API_KEY")
            .urlFrom("DEEPINFRA_API_BASE")
            .with(Quirk.SYSTEM_ONLY));
  }

  /** Those of whom each user has their own. */
  private static List<VendorRow> clouds() {
    return List.of(
        // https://learn.microsoft.com/azure/ai-foundry/openai/reference
        anywhere("azure", Style.AZURE)
            .keyFrom("AZURE_API_KEY", "AZURE_OPENAI_API_KEY")
            .tokenFrom("AZURE_AD_TOKEN")
            .urlFrom("AZURE_API_BASE", "AZURE_OPENAI_ENDPOINT")
            .versionFrom("AZURE_API_VERSION", "OPENAI_API_VERSION")
            .stoppingAtMost(4)
            .with(
                Quirk.STRICT,
                Quirk.OWN_FIELDS,
                Quirk.REASONING,
                Quirk.FULL_SCHEMAS,
                Quirk.TEXT_RESULTS,
                Quirk.BOUNDED_CALL_IDS),
        // https://learn.microsoft.com/rest/api/aifoundry/modelinference
        anywhere("azure_ai", Style.FOUNDRY)
            .keyFrom("AZURE_AI_API_KEY", "AZURE_INFERENCE_CREDENTIAL")
            .urlFrom("AZURE_AI_API_BASE", "AZURE_INFERENCE_ENDPOINT")
            .with(Quirk.STRICT, Quirk.CHATS_ONLY, Quirk.FULL_SCHEMAS, Quirk.BOUNDED_CALL_IDS),
        // https://docs.databricks.com/machine-learning/model-serving/score-foundation-models
        anywhere("databricks", Style.OPENAI)
            .keyFrom("DATABRICKS_API_KEY", "DATABRICKS_TOKEN")
            .urlFrom("DATABRICKS_API_BASE")
            .with(Quirk.SYSTEM_ONLY),
        // https://docs.litellm.ai/docs/providers/litellm_proxy
        anywhere("litellm_proxy", Style.OPENAI)
            .keyFrom("LITELLM_PROXY_API_KEY")
            .urlFrom("LITELLM_PROXY_API_BASE"));
  }

  /** Servers that people run themselves. */
  private static List<VendorRow> servers() {
    return List.of(
        // https://docs.vllm.ai/en/latest/serving/openai_compatible_server
        vllm("vllm"),
        vllm("hosted_vllm"),
        // https://docs.sglang.io/basic_usage/openai_api_completions
        local("http://localhost:30000/v1", "sglang")
            .keyFrom("SGLANG_API_KEY")
            .urlFrom("SGLANG_API_BASE")
            .prefilledBy(PrefillForm.FLAGGED),
        // https://lmstudio.ai/docs/developer/openai-compat
        local("http://localhost:1234/v1", "lm_studio")
            .keyFrom("LM_STUDIO_API_KEY")
            .urlFrom("LM_STUDIO_API_BASE")
            .with(Quirk.SYSTEM_ONLY, Quirk.FULL_SCHEMAS),
        // https://github.com/ggml-org/llama.cpp/tree/master/tools/server
        local("http://localhost:8080/v1", "llama_cpp")
            .keyFrom("LLAMA_CPP_API_KEY")
            .urlFrom("LLAMA_CPP_API_BASE"),
        // https://docs.litellm.ai/docs/providers/llamafile
        local("http://127.0.0.1:8080/v1", "llamafile")
            .keyFrom("LLAMAFILE_API_KEY")
            .urlFrom("LLAMAFILE_API_BASE"));
  }

  private static List<VendorRow> anybody() {
    return List.of(
        compatible("openai_compatible"), compatible("openai_like"), compatible("custom_openai"));
  }

  private static VendorRow mistral(String url, String name) {
    return at(url, name)
        .tellsUsage()
        // https://docs.mistral.ai/capabilities/embeddings/text_embeddings; more is error 3210
        .embeddingAtMost(512, 16_384)
        .prefilledBy(PrefillForm.MARKED_AND_ECHOED)
        .calling("seed", "random_seed")
        .calling(MAX_COMPLETION_TOKENS, MAX_TOKENS)
        .without(
            "audio function_call functions logit_bias logprobs modalities prompt_cache_key"
                + " prompt_cache_retention safety_identifier service_tier store stream_options"
                + " top_logprobs user verbosity web_search_options")
        .with(
            Quirk.STRICT,
            Quirk.OWN_FIELDS,
            Quirk.SYSTEM_ONLY,
            Quirk.SHORT_CALL_IDS,
            Quirk.NO_THOUGHTS,
            Quirk.DOCUMENT_URLS,
            Quirk.EARLY_INSTRUCTIONS,
            Quirk.ANSWERED_RESULTS,
            Quirk.FULL_TOOLS,
            Quirk.CHATS_ONLY);
  }

  // https://console.groq.com/docs/openai
  private static VendorRow groq() {
    return at("https://api.groq.com/openai/v1", "groq")
        .keyFrom("GROQ_API_KEY")
        .urlFrom("GROQ_API_BASE")
        .stoppingAtMost(4)
        .tellsUsage()
        .without(
            "logprobs logit_bias metadata n prompt_cache_key prompt_cache_retention"
                + " safety_identifier store top_logprobs verbosity")
        .with(
            Quirk.STRICT,
            Quirk.OWN_FIELDS,
            Quirk.OWN_THOUGHTS,
            Quirk.CHATS_ONLY,
            Quirk.DEFAULT_EFFORT,
            Quirk.FULL_SCHEMAS,
            Quirk.TEXT_RESULTS);
  }

  // https://inference-docs.cerebras.ai/api-reference/chat-completions; logit_bias does nothing
  private static VendorRow cerebras() {
    return at("https://api.cerebras.ai/v1", "cerebras")
        .keyFrom("CEREBRAS_API_KEY")
        .urlFrom("CEREBRAS_API_BASE")
        .stoppingAtMost(4)
        .tellsUsage()
        .without("logit_bias metadata store")
        .with(Quirk.STRICT, Quirk.OWN_FIELDS, Quirk.OWN_THOUGHTS);
  }

  private static VendorRow vllm(String name) {
    return local("http://localhost:8000/v1", name)
        .keyFrom("HOSTED_VLLM_API_KEY", "VLLM_API_KEY")
        .urlFrom("HOSTED_VLLM_API_BASE")
        .prefilledBy(PrefillForm.FLAGGED);
  }
}
