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
import java.util.Set;

/** Cohere's embeddings, version 2. https://docs.cohere.com/reference/embed */
final class CohereEmbeddings implements EmbeddingForm {
  private static final int MOST = 96;
  private static final String TEXTS = "texts";
  private static final Set<String> FIELDS =
      Set.of(
          "model",
          TEXTS,
          "images",
          "inputs",
          "input_type",
          "embedding_types",
          "output_dimension",
          "truncate",
          "max_tokens",
          "priority");

  @Override
  public boolean isAskedAt(String path) {
    return path.endsWith("/v2/embed");
  }

  @Override
  public EmbeddingRequest read(HttpRequest request) {
    JsonObject body = Json.parseObject(request.body());
    return EmbeddingForm.request(
        body.text("model").orElse(""), texts(body), body.get("output_dimension"));
  }

  private static List<JsonValue> texts(JsonObject body) {
    return body.array(TEXTS).orElse(JsonArray.of()).items();
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    JsonObject body = Json.parseObject(request.body());
    Optional<String> unknown =
        body.names().stream().filter(name -> !FIELDS.contains(name)).findFirst();
    if (unknown.isPresent()) {
      return refusal("unknown field '" + unknown.get() + "'");
    }
    List<JsonValue> texts = texts(body);
    if (texts.isEmpty() || !texts.stream().allMatch(JsonString.class::isInstance)) {
      return refusal("texts must be a list of texts, at least one");
    }
    if (texts.size() > MOST) {
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
