package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.AnswerDecoder;
import dev.mainstay.provider.wire.CanonicalEmbeddings;
import dev.mainstay.provider.wire.ProviderError;
import dev.mainstay.provider.wire.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Asks for embeddings, and reads them: at AI Studio {@code batchEmbedContents}
 * (https://ai.google.dev/api/embeddings), at Vertex AI {@code predict}
 * (https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api).
 *
 * @param service where it is asked
 * @param request what was asked
 * @param model the model that is asked
 */
record EmbedForm(Service service, EmbeddingRequest request, String model) implements AnswerDecoder {
  // Both document theirs; of a Gemini, Vertex AI embeds one text a call.
  private static final int MOST_AT_STUDIO = 100;
  private static final int MOST_AT_VERTEX = 250;

  static int mostInputs(Service service, String model) {
    return service == Service.AI_STUDIO
        ? MOST_AT_STUDIO
        : model.startsWith("gemini") ? 1 : MOST_AT_VERTEX;
  }

  /** What the model is asked to do. */
  static String method(Service service) {
    return service == Service.AI_STUDIO ? "batchEmbedContents" : "predict";
  }

  /**
   * The body for {@code deployment}.
   *
   * @throws dev.mainstay.provider.wire.UnsupportedException if an input is given as tokens
   */
  JsonObject body(Deployment deployment) {
    List<JsonValue> texts = CanonicalEmbeddings.texts(GeminiProvider.NAME, request);
    Optional<JsonValue> type = field(deployment, "task_type", "taskType", "input_type");
    Optional<JsonValue> size = field(deployment, "dimensions", "outputDimensionality");
    return service == Service.AI_STUDIO ? batch(texts, type, size) : instances(texts, type, size);
  }

  private Optional<JsonValue> field(Deployment deployment, String... names) {
    return Stream.of(request.json(), deployment.defaults())
        .flatMap(json -> Stream.of(names).flatMap(name -> json.get(name).stream()))
        .findFirst();
  }

  private JsonObject batch(
      List<JsonValue> texts, Optional<JsonValue> type, Optional<JsonValue> size) {
    List<JsonValue> requests = new ArrayList<>();
    for (JsonValue text : texts) {
      JsonObjectBuilder one =
          JsonObject.builder()
              .put("model", "models/" + model)
              .put("content", JsonObject.of("parts", JsonArray.of(JsonObject.of("text", text))));
      type.ifPresent(word -> one.put("taskType", word));
      size.ifPresent(count -> one.put("outputDimensionality", count));
      requests.add(one.build());
    }
    return JsonObject.of("requests", JsonArray.of(requests));
  }

  private static JsonObject instances(
      List<JsonValue> texts, Optional<JsonValue> type, Optional<JsonValue> size) {
    List<JsonValue> instances = new ArrayList<>();
    for (JsonValue text : texts) {
      JsonObjectBuilder one = JsonObject.builder().put("content", text);
      type.ifPresent(word -> one.put("task_type", word));
      instances.add(one.build());
    }
    JsonObject body = JsonObject.of("instances", JsonArray.of(instances));
    return size.map(count -> body.with("parameters", JsonObject.of("outputDimensionality", count)))
        .orElse(body);
  }

  @Override
  public Reading read(JsonObject answer) {
    Optional<JsonArray> items = answer.array("embeddings").or(() -> answer.array("predictions"));
    if (items.isEmpty()) {
      return ProviderError.isIn(answer)
          ? Reading.failed(ProviderError.of(answer))
          : new Reading.Malformed("the answer has no embeddings");
    }
    List<JsonObject> vectors =
        items.get().objects().map(item -> item.object("embeddings").orElse(item)).toList();
    return CanonicalEmbeddings.of(
        request, model, vectors.stream().map(EmbedForm::values).toList(), tokens(answer, vectors));
  }

  private static JsonValue values(JsonObject vector) {
    return vector.get("values").orElse(new JsonString(""));
  }

  private static OptionalLong tokens(JsonObject answer, List<JsonObject> vectors) {
    OptionalLong told =
        answer
            .object("usageMetadata")
            .map(usage -> usage.number("promptTokenCount"))
            .orElse(OptionalLong.empty());
    List<Long> counts =
        vectors.stream()
            .flatMap(vector -> vector.object("statistics").stream())
            .flatMap(statistics -> statistics.number("token_count").stream().boxed())
            .toList();
    return counts.isEmpty()
        ? told
        : OptionalLong.of(counts.stream().mapToLong(Long::longValue).sum());
  }
}
