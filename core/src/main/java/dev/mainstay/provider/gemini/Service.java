package dev.mainstay.provider.gemini;

import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.VertexAddress;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where Google serves Gemini; both speak the same dialect, but for details. */
enum Service {
  /** https://ai.google.dev/api */
  AI_STUDIO(true) {
    @Override
    Optional<URI> address(Deployment deployment, String method) {
      return Optional.of(GeminiAddress.of(deployment, method));
    }
  },
  /** https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference */
  VERTEX(false) {
    @Override
    Optional<URI> address(Deployment deployment, String method) {
      Matcher tuned = TUNED.matcher(deployment.model());
      return deployment
          .endpoint()
          .map(base ->
              tuned.matches()
                  ? VertexAddress.ofEndpoint(deployment, tuned.group(1), method)
                  : VertexAddress.of(deployment, "google", deployment.model(), method));
    }
  };

  // LiteLLM's users write gemini/ before the number of a model that they have tuned.
  private static final Pattern TUNED = Pattern.compile("(?:gemini/)?(\\d+)");

  private final boolean hasCallIds;

  Service(boolean hasCallIds) {
    this.hasCallIds = hasCallIds;
  }

  /** Where {@code method} of a deployment's model is; nothing where the deployment must say it. */
  abstract Optional<URI> address(Deployment deployment, String method);

  /**
   * Whether {@code model} answers in a form where it may call functions: before the third
   * generation AI Studio refuses one of them.
   * https://ai.google.dev/gemini-api/docs/structured-output
   */
  boolean formsBesideFunctions(GeminiModel model) {
    return this != AI_STUDIO || model.version() == 0 || model.hasLevels();
  }

  /** Whether it knows ids of tool calls. */
  boolean hasCallIds() {
    return hasCallIds;
  }
}
