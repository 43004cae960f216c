package dev.mainstay.gateway.api;

import dev.mainstay.provider.Deployment;
import java.net.URI;
import java.util.Set;

/** Deployments of every vendor whose wire the simulator speaks. */
final class SimulatedWire {
  private static final Set<String> OPENAIS = Set.of("openai", "azure", "deepseek");

  private SimulatedWire() {}

  /** One of {@code model}, as in {@code gemini/gemini-2.5-flash}, at the simulator {@code url}. */
  static Deployment deployment(String model, URI url) {
    return Deployment.of(model).withEndpoint(url.resolve(path(model)));
  }

  private static String path(String model) {
    return switch (model.substring(0, model.indexOf('/'))) {
      case "openai", "anthropic", "mistral", "deepseek" -> "/v1";
      case "vertex_ai" -> "/v1/projects/p-1/locations/global";
      default -> "/";
    };
  }

  /** Whether {@code model} can be asked for text completions. */
  static boolean hasTexts(String model) {
    return model.startsWith("openai/") || model.startsWith("deepseek/");
  }

  /** Whether {@code model} is asked in OpenAI's dialect. */
  static boolean isOpenAis(String model) {
    return OPENAIS.contains(model.substring(0, model.indexOf('/')));
  }
}
