package dev.mainstay.gateway.api;

import dev.mainstay.provider.Deployment;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Deployments of every vendor whose wire the simulator speaks. */
final class SimulatedWire {
  private static final Set<String> OPENAIS =
      Set.of("openai", "azure", "deepseek", "mistral", "groq", "cerebras");

  // Where Claude is asked at Bedrock, vectors are another vendor's.
  private static final Map<String, String> EMBEDDINGS =
      Map.of(
          "openai/gpt-4o", "openai/text-embedding-3-small",
          "azure/gpt-4o", "azure/text-embedding-3-small",
          "gemini/gemini-2.5-flash", "gemini/gemini-embedding-001",
          "vertex_ai/gemini-3-flash", "vertex_ai/text-embedding-005",
          "bedrock/us.amazon.nova-pro-v1:0", "bedrock/amazon.titan-embed-text-v2:0",
          "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock/cohere.embed-english-v3",
          "cohere/command-a-03-2025", "cohere/embed-v4.0",
          "ollama/llama3.1", "ollama/nomic-embed-text");

  private SimulatedWire() {}

  /** One of {@code model}, as in {@code gemini/gemini-2.5-flash}, at the simulator {@code url}. */
  static Deployment deployment(String model, URI url) {
    return Deployment.of(model).withEndpoint(url.resolve(path(model)));
  }

  private static String path(String model) {
    return switch (vendor(model)) {
      case "openai" -> "/api.openai.com/v1";
      case "mistral" -> "/api.mistral.ai/v1";
      case "groq" -> "/api.groq.com/openai/v1";
      case "cerebras" -> "/api.cerebras.ai/v1";
      case "anthropic", "deepseek" -> "/v1";
      case "vertex_ai" -> "/v1/projects/p-1/locations/global";
      default -> "/";
    };
  }

  /** Whether {@code model} can be asked for text completions. */
  static boolean hasTexts(String model) {
    return model.startsWith("openai/") || model.startsWith("deepseek/");
  }

  /** The model of the vendor of {@code model}, on the same wire, that makes embeddings. */
  static Optional<String> embedding(String model) {
    return Optional.ofNullable(EMBEDDINGS.get(model));
  }

  /** Whether {@code model} is asked in OpenAI's dialect. */
  static boolean isOpenAis(String model) {
    boolean isClaude = model.contains("claude");
    return OPENAIS.contains(vendor(model)) || (vendor(model).equals("azure_ai") && !isClaude);
  }

  private static String vendor(String model) {
    return model.substring(0, model.indexOf('/'));
  }
}
