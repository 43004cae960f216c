package dev.mainstay.simulator.dialect;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.simulator.script.Fault;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Embeddings at Google's AI Studio, one or many. https://ai.google.dev/api/embeddings */
final class GeminiEmbeddings implements EmbeddingForm {
  private static final String ONE = ":embedContent";
  private static final String MANY = ":batchEmbedContents";
  // The path tells how it is answered.
  private static final String IS_ONE = "isOne";
  private static final int MOST = 100;

  @Override
  public boolean isAskedAt(String path) {
    return path.endsWith(ONE) || path.endsWith(MANY);
  }

  private static List<JsonObject> requests(HttpRequest request) {
    JsonObject body = GoogleSpelling.camelCase(Json.parseObject(request.body()));
    return request.path().endsWith(ONE)
        ? List.of(body)
        : body.array("requests").orElse(JsonArray.of()).objects().toList();
  }

  @Override
  public EmbeddingRequest read(HttpRequest request) {
    List<JsonObject> requests = requests(request);
    Optional<JsonValue> size =
        requests.stream().flatMap(one -> one.get("outputDimensionality").stream()).findFirst();
    EmbeddingRequest asked =
        EmbeddingForm.request(
            GenerateRequests.model(request.path()),
            requests.stream().map(one -> new JsonString(text(one))).toList(),
            size);
    boolean isOne = request.path().endsWith(ONE);
    return new EmbeddingRequest(asked.json().with(IS_ONE, JsonBoolean.of(isOne)));
  }

  private static String text(JsonObject one) {
    return one.object("content")
        .flatMap(content -> content.array("parts"))
        .orElse(JsonArray.of())
        .objects()
        .map(part -> part.text("text").orElse(""))
        .collect(Collectors.joining());
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    List<JsonObject> requests = requests(request);
    if (requests.isEmpty()) {
      return refusal("* BatchEmbedContentsRequest.requests: requests is not specified\n");
    }
    if (requests.size() > MOST) {
      return refusal(
          "* BatchEmbedContentsRequest.requests: at most 100 requests can be in one batch\n");
    }
    Optional<String> unknown =
        requests.stream()
            .flatMap(one -> GenerateFields.unknown(KnownFields.GEMINI_EMBEDDING, one).stream())
            .findFirst();
    if (unknown.isPresent()) {
      return refusal(unknown.get());
    }
    return requests.stream().allMatch(one -> one.has("content"))
        ? Optional.empty()
        : refusal("* EmbedContentRequest.content: contents is not specified\n");
  }

  private static Optional<Fault.Status> refusal(String text) {
    return Optional.of(Dialect.badRequest(text));
  }

  @Override
  public JsonObject answer(Told told) {
    List<JsonObject> vectors =
        told.numbers().items().stream().map(numbers -> JsonObject.of("values", numbers)).toList();
    boolean isOne = told.request().json().flag(IS_ONE).orElse(false);
    return isOne && !vectors.isEmpty()
        ? JsonObject.of("embedding", vectors.getFirst())
        : JsonObject.of("embeddings", JsonArray.of(vectors));
  }
}
