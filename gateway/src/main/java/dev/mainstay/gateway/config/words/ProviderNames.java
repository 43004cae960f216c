package dev.mainstay.gateway.config.words;

import dev.mainstay.KnownProviders;
import dev.mainstay.provider.KnownModels;
import dev.mainstay.provider.ModelInfo;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Which provider is meant by a name that none has. */
public final class ProviderNames {
  // What people call them, be it the company, the product or the model.
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("alibaba", "dashscope"),
          Map.entry("amazon", "bedrock"),
          Map.entry("aws", "bedrock"),
          Map.entry("azure_openai", "azure"),
          Map.entry("claude", "anthropic"),
          Map.entry("dashscope_intl", "dashscope"),
          Map.entry("fireworks", "fireworks_ai"),
          Map.entry("foundry", "azure_ai"),
          Map.entry("google", "gemini"),
          Map.entry("google_genai", "gemini"),
          Map.entry("google_vertexai", "vertex_ai"),
          Map.entry("googleai", "gemini"),
          Map.entry("gpt", "openai"),
          Map.entry("grok", "xai"),
          Map.entry("hf", "huggingface"),
          Map.entry("kimi", "moonshot"),
          Map.entry("microsoft", "azure"),
          Map.entry("mistralai", "mistral"),
          Map.entry("nvidia", "nvidia_nim"),
          Map.entry("qwen", "dashscope"),
          Map.entry("together", "together_ai"),
          Map.entry("togetherai", "together_ai"),
          Map.entry("vertex", "vertex_ai"),
          Map.entry("x-ai", "xai"),
          Map.entry("z-ai", "zai"));

  private ProviderNames() {}

  /** The provider that {@code name}, which is none's, is another name of, or mistyped. */
  public static Optional<String> meantBy(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Optional.ofNullable(OTHERS.get(lower))
        .or(() -> Words.nearest(lower, new TreeSet<>(KnownProviders.names())));
  }

  /** {@code model}, which names no provider, with the first that is known to have it. */
  public static Optional<String> ofModel(String model) {
    return new TreeSet<>(KnownProviders.names())
        .stream()
            .filter(provider -> !KnownModels.of(provider, model).equals(ModelInfo.unknown()))
            .findFirst()
            .map(provider -> provider + "/" + model);
  }
}
