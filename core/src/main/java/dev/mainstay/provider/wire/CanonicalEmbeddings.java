package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.Embedding;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.model.Usage;
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
   * @param tokens how many were read, where told
   */
  public static Reading of(
      EmbeddingRequest request, String model, List<JsonValue> vectors, OptionalLong tokens) {
    int inputs = request.inputs().size();
    if (vectors.size() != inputs) {
      return new Reading.Malformed(
          "the answer has " + vectors.size() + " embeddings for " + inputs + " inputs");
    }
    try {
      return Reading.of(usage(tokens), Optional.of(list(request, model, vectors, tokens)));
    } catch (IllegalArgumentException e) {
      return new Reading.Malformed("an embedding cannot be read: " + e.getMessage());
    }
  }

  private static JsonObject list(
      EmbeddingRequest request, String model, List<JsonValue> vectors, OptionalLong tokens) {
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
    JsonObject usage =
        JsonObject.builder()
            .put("prompt_tokens", JsonNumber.of(tokens.orElse(0)))
            .put("total_tokens", JsonNumber.of(tokens.orElse(0)))
            .build();
    JsonObject list =
        JsonObject.builder()
            .put("object", "list")
            .put("data", JsonArray.of(data))
            .put("model", model)
            .build();
    return tokens.isPresent() ? list.with("usage", usage) : list;
  }

  private static List<ChatEvent> usage(OptionalLong tokens) {
    return tokens.isEmpty()
        ? List.of()
        : List.of(
            new UsageReported(
                new Usage(
                    tokens.getAsLong(),
                    0,
                    tokens.getAsLong(),
                    OptionalLong.empty(),
                    OptionalLong.empty())));
  }
}
