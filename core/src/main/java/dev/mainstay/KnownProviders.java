package dev.mainstay;

import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.anthropic.AnthropicProvider;
import dev.mainstay.provider.bedrock.BedrockProvider;
import dev.mainstay.provider.cohere.CohereProvider;
import dev.mainstay.provider.gemini.GeminiProvider;
import dev.mainstay.provider.ollama.OllamaProvider;
import dev.mainstay.provider.openai.OpenAiProvider;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every provider that may be named in {@code provider/model} without being added: one line for each
 * dialect.
 */
public final class KnownProviders {
  private static final List<KnownProvider> ALL =
      Stream.of(
              OpenAiProvider.known(),
              AnthropicProvider.known(),
              BedrockProvider.known(),
              GeminiProvider.known(),
              CohereProvider.known(),
              OllamaProvider.known(),
              vertex())
          .flatMap(List::stream)
          .toList();

  private KnownProviders() {}

  // Google serves models of several makers there, each in its maker's dialect.
  private static List<KnownProvider> vertex() {
    return GeminiProvider.knownAtVertex().stream()
        .map(host ->
            host.withDialect(model -> model.startsWith("claude"), AnthropicProvider::atVertex))
        .toList();
  }

  /** All of them. */
  public static List<KnownProvider> all() {
    return ALL;
  }

  /** The one that is called {@code name}. */
  public static Optional<KnownProvider> named(String name) {
    return ALL.stream().filter(provider -> provider.name().equals(name)).findFirst();
  }

  /** Their names, sorted. */
  public static List<String> names() {
    return ALL.stream().map(KnownProvider::name).sorted().toList();
  }
}
