package dev.mainstay.simulator.dialect;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.simulator.script.Fault;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Embeddings at Vertex AI.
 * https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api
 */
final class VertexEmbeddings implements EmbeddingForm {
  private static final int MOST = 250;

  @Override
  public boolean isAskedAt(String path) {
    return path.contains("/publishers/google/models/") && path.endsWith(":predict");
  }

  private static List<JsonObject> instances(JsonObject body) {
    return body.array("instances").orElse(JsonArray.of()).objects().toList();
  }

  @Override
  public EmbeddingRequest read(HttpRequest request) {
    JsonObject body = Json.parseObject(request.body());
    return EmbeddingForm.request(
        GenerateRequests.model(request.path()),
        instances(body).stream()
            .map(one -> new JsonString(one.text("content").orElse("")))
            .toList(),
        body.object("parameters").flatMap(all -> all.get("outputDimensionality")));
  }

  /** Of a Gemini it embeds one text a call. */
  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    List<JsonObject> instances = instances(Json.parseObject(request.body()));
    int most = GenerateRequests.model(request.path()).startsWith("gemini") ? 1 : MOST;
    if (instances.size() > most) {
      return refusal(
          instances.size()
              + " instance(s) is not supported by this model; the maximum is "
              + most
              + ".");
    }
    boolean isText =
        !instances.isEmpty() && instances.stream().allMatch(one -> one.text("content").isPresent());
    return isText
        ? Optional.empty()
        : refusal("Unable to submit request because a text content is required.");
  }

  private static Optional<Fault.Status> refusal(String text) {
    return Optional.of(Dialect.badRequest(text));
  }

  @Override
  public JsonObject answer(Told told) {
    List<JsonValue> numbers = told.numbers().items();
    int each = numbers.isEmpty() ? 0 : told.tokens() / numbers.size();
    int first = told.tokens() - each * Math.max(0, numbers.size() - 1);
    JsonArray predictions =
        JsonArray.of(
            IntStream.range(0, numbers.size())
                .mapToObj(i -> prediction(numbers.get(i), i == 0 ? first : each))
                .toList());
    return JsonObject.of("predictions", predictions);
  }

  private static JsonObject prediction(JsonValue numbers, int tokens) {
    JsonObject statistics =
        JsonObject.builder().put("truncated", false).put("token_count", tokens).build();
    JsonObject vector =
        JsonObject.builder().put("statistics", statistics).put("values", numbers).build();
    return JsonObject.of("embeddings", vector);
  }
}
