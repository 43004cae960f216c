package dev.mainstay.gateway.api;

import dev.mainstay.provider.Deployment;
import java.net.URI;

/** Deployments of every vendor whose wire the simulator speaks. */
final class SimulatedWire {
  private SimulatedWire() {}

  /** One of {@code model}, as in {@code gemini/gemini-2.5-flash}, at the simulator {@code url}. */
  static Deployment deployment(String model, URI url) {
    // Those of the two end in /v1, the others have paths of their own.
    boolean isUnderV1 = model.startsWith("openai/") || model.startsWith("anthropic/");
    return Deployment.of(model).withEndpoint(isUnderV1 ? url : url.resolve("/"));
  }

  /** Whether {@code model} is asked in OpenAI's dialect. */
  static boolean isOpenAis(String model) {
    return model.startsWith("openai/") || model.startsWith("azure/");
  }
}
