package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.Embedding;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Usage;
import dev.mainstay.text.TokenEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads and writes embeddings for dialects that are not OpenAI's. */
public final class CanonicalEmbeddings {
  private CanonicalEmbeddings() {}

  /**
   * The inputs, which such a dialect takes as texts alone.
   *
   * @throws UnsupportedException if one is given as tokens
   */
  public static List<JsonValue> texts(String provider, EmbeddingRequest request) {
    for (JsonValue input : request.inputs()) {
      if (!(input instanceof JsonString)) {
        throw new UnsupportedException(
            "input", provider + " takes texts alone for embeddings; give texts in place of tokens");
      }
    }
    return request.inputs();
  }

  /**
   * The answer to {@code request} as OpenAI writes it, in the form that was asked for.
   *
   * @param vectors one for each input, in order, each an array of numbers
   * @param tokens how many were read, where told; else they are estimated, and marked so
   */
  public static Reading of(
      EmbeddingRequest request, String model, List<JsonValue> vectors, OptionalLong tokens) {
    int inputs = request.inputs().size();
    if (vectors.size() != inputs) {
      return new Reading.Malformed(
          "the answer has " + vectors.size() + " embeddings for " + inputs + " inputs");
    }
    try {
      long count = tokens.orElseGet(() -> estimate(request));
      JsonObject list = list(request, model, vectors, usage(count, tokens.isEmpty()));
      return Reading.of(List.of(reported(count)), Optional.of(list));
    } catch (IllegalArgumentException e) {
      return new Reading.Malformed("an embedding cannot be read: " + e.getMessage());
    }
  }

  private static JsonObject list(
      EmbeddingRequest request, String model, List<JsonValue> vectors, JsonObject usage) {
    List<JsonValue> data = new ArrayList<>();
    for (JsonValue vector : vectors) {
      float[] floats = Embedding.floats(vector);
      data.add(
          JsonObject.builder()
              .put("object", "embedding")
              .put("index", data.size())
              .put("embedding", request.isBase64() ? Embedding.base64(floats) : vector)
              .build());
    }
    return JsonObject.builder()
        .put("object", "list")
        .put("data", JsonArray.of(data))
        .put("model", model)
        .put("usage", usage)
        .build();
  }

  // Clients want counts.
  private static long estimate(EmbeddingRequest request) {
    return request.inputs().stream()
        .mapToLong(input -> input instanceof JsonString(String text) ? TokenEstimate.of(text) : 0)
        .sum();
  }

  private static JsonObject usage(long tokens, boolean isEstimate) {
    JsonObject usage =
        JsonObject.builder().put("prompt_tokens", tokens).put("total_tokens", tokens).build();
    return isEstimate ? usage.with("estimated", JsonBoolean.TRUE) : usage;
  }

  private static ChatEvent reported(long tokens) {
    return new UsageReported(Usage.of(tokens, 0));
  }
}
