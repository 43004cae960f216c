package dev.mainstay;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.KnownProvider;
import dev.mainstay.provider.anthropic.AnthropicProvider;
import dev.mainstay.provider.bedrock.BedrockProvider;
import dev.mainstay.provider.cohere.CohereProvider;
import dev.mainstay.provider.gemini.GeminiProvider;
import dev.mainstay.provider.ollama.OllamaProvider;
import dev.mainstay.provider.openai.OpenAiProvider;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every provider that may be named in {@code provider/model} without being added: one line for each
 * dialect.
 */
public final class KnownProviders {
  private static final String CLAUDE = "claude";
  private static final String FOUNDRY = "azure_ai";

  private static final List<KnownProvider> ALL =
      Stream.of(
              openAi(),
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
            host.withDialect(
                deployment -> deployment.model().startsWith(CLAUDE), AnthropicProvider::atVertex))
        .toList();
  }

  // Azure AI Foundry serves Claude in Anthropic's dialect, whatever the deployment is called.
  private static List<KnownProvider> openAi() {
    return OpenAiProvider.known().stream()
        .map(vendor ->
            vendor.name().equals(FOUNDRY)
                ? vendor.withDialect(KnownProviders::isClaude, AnthropicProvider::atFoundry)
                : vendor)
        .toList();
  }

  private static boolean isClaude(Deployment deployment) {
    return deployment.model().startsWith(CLAUDE)
        || deployment
            .endpoint()
            .map(URI::getRawPath)
            .filter(path -> path.contains("/anthropic"))
            .isPresent();
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
