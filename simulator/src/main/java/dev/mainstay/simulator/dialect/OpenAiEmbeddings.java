package dev.mainstay.simulator.dialect;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.Embedding;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Embeddings at OpenAI. https://platform.openai.com/docs/api-reference/embeddings */
final class OpenAiEmbeddings implements EmbeddingForm {
  private static final int MOST_INPUTS = 2048;

  @Override
  public boolean isAskedAt(String path) {
    return path.endsWith("/embeddings");
  }

  @Override
  public EmbeddingRequest read(HttpRequest request) {
    return new EmbeddingRequest(Json.parseObject(request.body()).without(Set.of("stream")));
  }

  /** Others who speak this dialect have limits of their own, and take more than texts. */
  @Override
  public Optional<Fault.Status> refused(HttpRequest request) {
    ChatVendor vendor = ChatVendor.of(request.path());
    EmbeddingRequest asked = read(request);
    return vendor
        .withoutModel(asked.json())
        .or(() -> vendor == ChatVendor.OPENAI ? refused(asked) : Optional.empty());
  }

  /** What OpenAI says to {@code request} where it refuses it. */
  static Optional<Fault.Status> refused(EmbeddingRequest request) {
    List<JsonValue> inputs = request.inputs();
    if (inputs.isEmpty()) {
      return refusal("Missing required parameter: 'input'.");
    }
    if (inputs.size() > MOST_INPUTS) {
      return refusal(
          "Invalid 'input': array too long. Expected an array with maximum length "
              + MOST_INPUTS
              + ", but got an array with length "
              + inputs.size()
              + " instead.");
    }
    return inputs.stream().allMatch(OpenAiEmbeddings::isOne)
        ? Optional.empty()
        : refusal("'$.input' is invalid. Please check the API reference.");
  }

  private static boolean isOne(JsonValue input) {
    return input instanceof JsonString(String text)
        ? !text.isEmpty()
        : input instanceof JsonArray tokens
            && !tokens.isEmpty()
            && tokens.items().stream().allMatch(JsonNumber.class::isInstance);
  }

  private static Optional<Fault.Status> refusal(String text) {
    ErrorBody error = ErrorBody.of(text, "invalid_request_error").param("input");
    return Optional.of(Fault.status(400).error(error));
  }

  @Override
  public JsonObject answer(Told told) {
    List<JsonObject> data = new ArrayList<>();
    for (float[] vector : told.vectors()) {
      data.add(
          JsonObject.builder()
              .put("object", "embedding")
              .put("index", data.size())
              .put(
                  "embedding",
                  told.request().isBase64() ? Embedding.base64(vector) : Embedding.numbers(vector))
              .build());
    }
    JsonObject usage =
        JsonObject.builder()
            .put("prompt_tokens", told.tokens())
            .put("total_tokens", told.tokens())
            .build();
    return JsonObject.builder()
        .put("object", "list")
        .put("data", JsonArray.of(data))
        .put("model", told.identity().model())
        .put("usage", usage)
        .build();
  }
}
