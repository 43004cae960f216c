package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.provider.Deployment;
import java.util.List;

/** Writes a chat request as a question about its tokens. https://ai.google.dev/api/tokens */
final class CountRequest {
  static final String COUNT = "totalTokens";

  // https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/projects.locations.endpoints/countTokens
  private static final List<String> AT_VERTEX =
      List.of("contents", "systemInstruction", "tools", "generationConfig");

  private CountRequest() {}

  /**
   * The body for {@code deployment}: AI Studio takes a whole request within it, Vertex AI what of
   * one is counted.
   *
   * @throws dev.mainstay.provider.wire.UnsupportedException if the request asks for what the
   *     dialect has not
   */
  static JsonObject of(Service service, Deployment deployment, ChatRequest request) {
    JsonObject whole = GenerateRequest.of(deployment, request, service);
    return service == Service.VERTEX
        ? taken(whole)
        : JsonObject.of(
            "generateContentRequest",
            whole.with("model", new JsonString("models/" + deployment.model())));
  }

  private static JsonObject taken(JsonObject whole) {
    JsonObjectBuilder counted = JsonObject.builder();
    AT_VERTEX.forEach(name -> whole.get(name).ifPresent(value -> counted.put(name, value)));
    return counted.build();
  }
}
