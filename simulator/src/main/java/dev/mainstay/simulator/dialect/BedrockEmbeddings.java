package dev.mainstay.simulator.dialect;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.simulator.script.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Embeddings at Amazon Bedrock: Titan's of one text a call
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/titan-embedding-models.html), Cohere's of
 * many (https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html).
 */
final class BedrockEmbeddings implements EmbeddingForm {
  private static final String TEXT = "inputText";
  private static final String TEXTS = "texts";
  private static final int MOST = 96;
  private static final Set<String> TITANS =
      Set.of(TEXT, "dimensions", "normalize", "embeddingTypes");
  private static final Set<String> COHERES =
      Set.of(TEXTS, "input_type", "truncate", "embedding_types", "output_dimension", "max_tokens");

  @Override
  public boolean isAskedAt(String path) {
    return path.startsWith("/model/") && path.endsWith("/invoke");
  }

  private static boolean isCohere(HttpRequest request) {
    return ConverseRequests.model(request.path()).contains("cohere.");
  }

  @Override
  public EmbeddingRequest read(HttpRequest request) {
    JsonObject body = Json.parseObject(request.body());
    boolean isCohere = isCohere(request);
    List<JsonValue> inputs =
        isCohere
            ? body.array(TEXTS).orElse(JsonArray.of()).items()
            : List.of(body.get(TEXT).orElse(JsonNull.NULL));
    return EmbeddingForm.request(
        ConverseRequests.model(request.path()),
        inputs,
        body.get(isCohere ? "output_dimension" : "dimensions"));
  }

  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    JsonObject body = Json.parseObject(request.body());
    boolean isCohere = isCohere(request);
    Set<String> known = isCohere ? COHERES : TITANS;
    Optional<String> unknown =
        body.names().stream().filter(name -> !known.contains(name)).findFirst();
    if (unknown.isPresent()) {
      return refusal(
          "Malformed input request: #: extraneous key [" + unknown.get() + "] is not permitted");
    }
    String required = isCohere ? TEXTS : TEXT;
    if (!body.hasValue(required)) {
      return refusal("Malformed input request: #: required key [" + required + "] not found");
    }
    if (isCohere && !body.hasValue("input_type")) {
      return refusal("Malformed input request: #: required key [input_type] not found");
    }
    return isCohere && body.array(TEXTS).orElse(JsonArray.of()).size() > MOST
        ? refusal("Malformed input request: #/texts: expected maximum item count: " + MOST)
        : Optional.empty();
  }

  private static Optional<Fault.Status> refusal(String text) {
    return Optional.of(Dialect.badRequest(text + ", please reformat your input and try again."));
  }

  @Override
  public JsonObject answer(Told told) {
    JsonArray numbers = told.numbers();
    if (told.request().model().contains("cohere.")) {
      return JsonObject.builder()
          .put("id", told.identity().requestId())
          .put("response_type", "embeddings_floats")
          .put("embeddings", numbers)
          .put(TEXTS, told.inputs())
          .build();
    }
    JsonObject answer = JsonObject.builder().put("inputTextTokenCount", told.tokens()).build();
    return numbers.first().map(vector -> answer.with("embedding", vector)).orElse(answer);
  }
}
