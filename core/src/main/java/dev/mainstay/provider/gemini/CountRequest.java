package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;

/** Writes a chat request as a question about its tokens. https://ai.google.dev/api/tokens */
final class CountRequest {
  static final String COUNT = "totalTokens";

  private CountRequest() {}

  /**
   * The body for {@code deployment}: AI Studio takes a whole request within it, Vertex AI one
   * itself.
   *
   * @throws dev.mainstay.provider.wire.UnsupportedException if the request asks for what the
   *     dialect has not
   */
  static JsonObject of(Service service, Deployment deployment, ChatRequest request) {
    JsonObject whole = GenerateRequest.of(deployment, request, service.hasCallIds());
    return service == Service.VERTEX
        ? whole
        : JsonObject.of(
            "generateContentRequest",
            whole.with("model", new JsonString("models/" + deployment.model())));
  }
}
