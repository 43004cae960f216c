package dev.mainstay.simulator.dialect;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.simulator.script.Fault;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Cohere's embeddings, version 2. https://docs.cohere.com/reference/embed */
final class CohereEmbeddings implements EmbeddingForm {
  private static final int MOST = 96;
  private static final String TEXTS = "texts";

  @Override
  public boolean isAskedAt(String path) {
    return path.endsWith("/v2/embed");
  }

  @Override
  public EmbeddingRequest read(HttpRequest request) {
    JsonObject body = Json.parseObject(request.body());
    return EmbeddingForm.request(
        body.text("model").orElse(""), inputs(body), body.get("output_dimension"));
  }

  /** What {@code body} has embedded: texts, pictures, or parts of both. */
  static List<JsonValue> inputs(JsonObject body) {
    return Stream.of(TEXTS, "images", "inputs")
        .flatMap(name -> body.array(name).stream())
        .flatMap(list -> list.items().stream())
        .toList();
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    JsonObject body = Json.parseObject(request.body());
    return CohereRules.unknown(KnownFields.COHERE_EMBEDDING, body).or(() -> invalid(body));
  }

  private static Optional<Fault.Status> invalid(JsonObject body) {
    if (!body.hasValue("model")) {
      return refusal("model is required");
    }
    List<JsonValue> inputs = inputs(body);
    boolean isOther = body.has(TEXTS) && !inputs.stream().allMatch(JsonString.class::isInstance);
    if (inputs.isEmpty() || isOther) {
      return refusal("texts must be a list of texts, at least one");
    }
    if (inputs.size() > MOST) {
      return refusal("total number of texts must be at most " + MOST);
    }
    return body.hasValue("input_type")
        ? Optional.empty()
        : refusal("valid input_type must be provided with the provided model");
  }

  private static Optional<Fault.Status> refusal(String text) {
    return Optional.of(Dialect.badRequest("invalid request: " + text));
  }

  @Override
  public JsonObject answer(Told told) {
    JsonObject units = JsonObject.builder().put("input_tokens", told.tokens()).build();
    return JsonObject.builder()
        .put("id", told.identity().requestId())
        .put("embeddings", JsonObject.of("float", told.numbers()))
        .put(TEXTS, told.inputs())
        .put("meta", JsonObject.of("billed_units", units))
        .put("response_type", "embeddings_by_type")
        .build();
  }
}
