package dev.mainstay.provider.openai;

import dev.mainstay.provider.openai.Vendor.Style;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Who speaks the dialect, with the documentation that each base URL is from. The environment
 * variables are LiteLLM's, then those of the vendor's own clients.
 */
final class KnownVendors {
  static final List<Vendor> ALL =
      List.of(
          // https://platform.openai.com/docs/api-reference/introduction
          asked("openai", "https://api.openai.com/v1")
              .keyFrom("OPENAI_API_KEY")
              .urlFrom("OPENAI_BASE_URL", "OPENAI_API_BASE"),
          // https://learn.microsoft.com/azure/ai-foundry/openai/reference: each resource has its
          // host.
          new Vendor(
                  "azure",
                  Optional.empty(),
                  Style.AZURE,
                  true,
                  List.of(),
                  List.of(),
                  true,
                  PrefillForm.PLAIN)
              .keyFrom("AZURE_API_KEY", "AZURE_OPENAI_API_KEY")
              .urlFrom("AZURE_API_BASE", "AZURE_OPENAI_ENDPOINT"),
          // https://docs.mistral.ai/api
          telling("mistral", "https://api.mistral.ai/v1")
              .keyFrom("MISTRAL_API_KEY")
              .urlFrom("MISTRAL_API_BASE")
              // https://docs.mistral.ai/capabilities/completion/prefix
              .prefilledBy(PrefillForm.MARKED_AND_ECHOED),
          // https://console.groq.com/docs/openai
          telling("groq", "https://api.groq.com/openai/v1")
              .keyFrom("GROQ_API_KEY")
              .urlFrom("GROQ_API_BASE"),
          // https://api-docs.deepseek.com
          asked("deepseek", "https://api.deepseek.com")
              .keyFrom("DEEPSEEK_API_KEY")
              .urlFrom("DEEPSEEK_API_BASE")
              // https://api-docs.deepseek.com/guides/chat_prefix_completion
              .prefilledBy(PrefillForm.MARKED),
          // https://openrouter.ai/docs/api-reference/overview
          telling("openrouter", "https://openrouter.ai/api/v1")
              .keyFrom("OPENROUTER_API_KEY", "OR_API_KEY")
              .urlFrom("OPENROUTER_API_BASE"),
          // https://docs.ollama.com/api/openai-compatibility
          ollama("ollama"),
          ollama("ollama_chat"),
          // https://docs.vllm.ai/en/latest/serving/openai_compatible_server
          vllm("vllm"),
          vllm("hosted_vllm"),
          // https://docs.perplexity.ai/api-reference/chat-completions-post
          telling("perplexity", "https://api.perplexity.ai")
              .keyFrom("PERPLEXITYAI_API_KEY", "PERPLEXITY_API_KEY")
              .urlFrom("PERPLEXITYAI_API_BASE"),
          // https://docs.x.ai/docs/api-reference
          asked("xai", "https://api.x.ai/v1").keyFrom("XAI_API_KEY").urlFrom("XAI_API_BASE"),
          // https://docs.together.ai/docs/openai-api-compatibility
          telling("together_ai", "https://api.together.xyz/v1")
              .keyFrom("TOGETHERAI_API_KEY", "TOGETHER_AI_API_KEY", "TOGETHER_API_KEY")
              .urlFrom("TOGETHER_AI_API_BASE"),
          // https://docs.fireworks.ai/tools-sdks/openai-compatibility
          telling("fireworks_ai", "https://api.fireworks.ai/inference/v1")
              .keyFrom("FIREWORKS_AI_API_KEY", "FIREWORKS_API_KEY", "FIREWORKSAI_API_KEY")
              .urlFrom("FIREWORKS_AI_API_BASE", "FIREWORKS_API_BASE"),
          // https://inference-docs.cerebras.ai/resources/openai
          telling("cerebras", "https://api.cerebras.ai/v1")
              .keyFrom("CEREBRAS_API_KEY")
              .urlFrom("CEREBRAS_API_BASE"),
          // Anybody else: each deployment says where.
          compatible("openai_compatible"),
          compatible("openai_like"),
          compatible("custom_openai"));

  private KnownVendors() {}

  static Vendor compatible(String name) {
    return new Vendor(
        name, Optional.empty(), Style.OPENAI, false, List.of(), List.of(), true, PrefillForm.PLAIN);
  }

  /** One whose streams tell their usage when asked. */
  private static Vendor asked(String name, String url) {
    return at(name, url, Style.OPENAI, true, true);
  }

  /** One whose streams tell their usage by themselves, and may refuse a field they do not know. */
  private static Vendor telling(String name, String url) {
    return at(name, url, Style.OPENAI, true, false);
  }

  private static Vendor ollama(String name) {
    return at(name, "http://localhost:11434/v1", Style.OLLAMA, false, true)
        .keyFrom("OLLAMA_API_KEY")
        .urlFrom("OLLAMA_API_BASE");
  }

  private static Vendor vllm(String name) {
    return at(name, "http://localhost:8000/v1", Style.OPENAI, false, true)
        .keyFrom("HOSTED_VLLM_API_KEY", "VLLM_API_KEY")
        .urlFrom("HOSTED_VLLM_API_BASE")
        .prefilledBy(PrefillForm.FLAGGED);
  }

  private static Vendor at(
      String name, String url, Style style, boolean needsKey, boolean usageOnRequest) {
    return new Vendor(
        name,
        Optional.of(URI.create(url)),
        style,
        needsKey,
        List.of(),
        List.of(),
        usageOnRequest,
        PrefillForm.PLAIN);
  }
}
