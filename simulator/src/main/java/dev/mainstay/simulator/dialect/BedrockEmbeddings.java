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

/**
 * Embeddings at Amazon Bedrock: Titan's of one text a call
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/titan-embedding-models.html), Cohere's of
 * many (https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html).
 */
final class BedrockEmbeddings implements EmbeddingForm {
  private static final String TEXT = "inputText";
  private static final String TEXTS = "texts";
  private static final int MOST = 96;

  @Override
  public boolean isAskedAt(String path) {
    return path.startsWith("/model/")
        && path.endsWith("/invoke")
        && mayEmbed(ConverseRequests.model(path));
  }

  private static boolean mayEmbed(String model) {
    return model.contains("embed") || model.startsWith("arn:");
  }

  private static boolean isCohere(String model) {
    return model.contains("cohere.");
  }

  @Override
  public EmbeddingRequest read(HttpRequest request) {
    JsonObject body = Json.parseObject(request.body());
    String model = ConverseRequests.model(request.path());
    boolean isCohere = isCohere(model);
    return EmbeddingForm.request(
        model,
        isCohere ? CohereEmbeddings.inputs(body) : List.of(body.get(TEXT).orElse(JsonNull.NULL)),
        body.get(isCohere ? "output_dimension" : "dimensions"));
  }

  /** What others than Titan and Cohere refuse is not known. */
  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    JsonObject body = Json.parseObject(request.body());
    String model = ConverseRequests.model(request.path());
    if (isCohere(model)) {
      return unknown(KnownFields.COHERE_EMBEDDING, body).or(() -> ofCohere(body));
    }
    return model.contains("titan-embed")
        ? unknown(KnownFields.TITAN_EMBEDDING, body).or(() -> ofTitan(body))
        : Optional.empty();
  }

  private static Optional<Fault.Status> unknown(KnownFields known, JsonObject body) {
    return known
        .foreign(body)
        .map(name -> "Malformed input request: #: extraneous key [" + name + "] is not permitted")
        .findFirst()
        .flatMap(BedrockEmbeddings::refusal);
  }

  private static Optional<Fault.Status> ofTitan(JsonObject body) {
    return body.hasValue(TEXT) || body.hasValue("inputImage") ? Optional.empty() : required(TEXT);
  }

  private static Optional<Fault.Status> ofCohere(JsonObject body) {
    List<JsonValue> inputs = CohereEmbeddings.inputs(body);
    if (inputs.isEmpty()) {
      return required(TEXTS);
    }
    if (!body.hasValue("input_type")) {
      return required("input_type");
    }
    return inputs.size() > MOST
        ? refusal("Malformed input request: #/texts: expected maximum item count: " + MOST)
        : Optional.empty();
  }

  private static Optional<Fault.Status> required(String name) {
    return refusal("Malformed input request: #: required key [" + name + "] not found");
  }

  private static Optional<Fault.Status> refusal(String text) {
    return Optional.of(Dialect.badRequest(text + ", please reformat your input and try again."));
  }

  @Override
  public JsonObject answer(Told told) {
    JsonArray numbers = told.numbers();
    if (isCohere(told.request().model())) {
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
