package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.EmbeddingLimit;
import dev.mainstay.provider.wire.AnswerDecoder;
import dev.mainstay.provider.wire.CanonicalEmbeddings;
import dev.mainstay.provider.wire.EmbeddingFields;
import dev.mainstay.provider.wire.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
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
  // https://cloud.google.com/vertex-ai/generative-ai/docs/embeddings/get-text-embeddings
  private static final EmbeddingLimit AT_STUDIO = EmbeddingLimit.ofInputs(100);
  private static final EmbeddingLimit AT_VERTEX = new EmbeddingLimit(250, 20_000);

  private static final List<String> TYPES = List.of("task_type", "taskType", "input_type");
  private static final List<String> SIZES = List.of("dimensions", "outputDimensionality");
  private static final String TITLE = "title";
  private static final Set<String> DEFAULTS =
      Stream.concat(TYPES.stream(), SIZES.stream()).collect(Collectors.toUnmodifiableSet());

  /** Those of the deployment's that the service may be asked without. */
  static final Set<String> TAKEN_BACK = Set.copyOf(TYPES);

  static EmbeddingLimit limit(Service service, String model) {
    return service == Service.AI_STUDIO
        ? AT_STUDIO
        : model.startsWith("gemini") ? EmbeddingLimit.ofInputs(1) : AT_VERTEX;
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
    JsonObject asked = EmbeddingFields.of(request, deployment, DEFAULTS);
    Optional<JsonValue> type = first(asked, TYPES);
    Optional<JsonValue> size = first(asked, SIZES);
    JsonObject more =
        asked
            .without(EmbeddingFields.TRANSLATED)
            .without(Set.copyOf(TYPES))
            .without(Set.copyOf(SIZES));
    return service == Service.AI_STUDIO
        ? batch(texts, type, size, more)
        : instances(texts, type, size, more);
  }

  private static Optional<JsonValue> first(JsonObject asked, List<String> names) {
    return names.stream().flatMap(name -> asked.get(name).stream()).findFirst();
  }

  private JsonObject batch(
      List<JsonValue> texts, Optional<JsonValue> type, Optional<JsonValue> size, JsonObject more) {
    List<JsonValue> requests = new ArrayList<>();
    for (JsonValue text : texts) {
      JsonObjectBuilder one =
          JsonObject.builder()
              .put("model", "models/" + model)
              .put("content", JsonObject.of("parts", JsonArray.of(JsonObject.of("text", text))));
      type.ifPresent(word -> one.put("taskType", word));
      size.ifPresent(count -> one.put("outputDimensionality", count));
      more.forEach(one::put);
      requests.add(one.build());
    }
    return JsonObject.of("requests", JsonArray.of(requests));
  }

  private static JsonObject instances(
      List<JsonValue> texts, Optional<JsonValue> type, Optional<JsonValue> size, JsonObject more) {
    List<JsonValue> instances = new ArrayList<>();
    for (JsonValue text : texts) {
      JsonObjectBuilder one = JsonObject.builder().put("content", text);
      type.ifPresent(word -> one.put("task_type", word));
      more.get(TITLE).ifPresent(title -> one.put(TITLE, title));
      instances.add(one.build());
    }
    JsonObject body = JsonObject.of("instances", JsonArray.of(instances));
    JsonObjectBuilder parameters = JsonObject.builder();
    size.ifPresent(count -> parameters.put("outputDimensionality", count));
    more.without(Set.of(TITLE)).forEach(parameters::put);
    return parameters.build().isEmpty() ? body : body.with("parameters", parameters.build());
  }

  @Override
  public Reading read(JsonObject answer) {
    Optional<JsonArray> items = answer.array("embeddings").or(() -> answer.array("predictions"));
    if (items.isEmpty()) {
      return Reading.noAnswer(answer, "the answer has no embeddings");
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
