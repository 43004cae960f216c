package dev.mainstay.model;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Texts of which the embeddings are asked for.
 *
 * @param json the request in OpenAI's form; fields that this type has no accessor for travel along
 */
public record EmbeddingRequest(JsonObject json) {
  /** Null is refused. */
  public EmbeddingRequest {
    Objects.requireNonNull(json, "json");
  }

  private static final String INPUT = "input";

  /** The embeddings of {@code texts}, at least one. */
  public static EmbeddingRequest of(String model, String... texts) {
    Objects.requireNonNull(texts, "texts");
    return of(model, Arrays.asList(texts));
  }

  /**
   * The embeddings of {@code texts}.
   *
   * @param model a model group, or {@code provider/model}
   * @throws IllegalArgumentException if there is no text
   */
  public static EmbeddingRequest of(String model, List<String> texts) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(texts, "texts");
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("there is no text to embed; give at least one");
    }
    return new EmbeddingRequest(
        JsonObject.builder()
            .put("model", model)
            .put(INPUT, JsonArray.of(texts.stream().map(EmbeddingRequest::string).toList()))
            .build());
  }

  private static JsonString string(String text) {
    return new JsonString(Objects.requireNonNull(text, "text"));
  }

  /** This request for vectors of {@code dimensions} numbers, where the model can shorten them. */
  public EmbeddingRequest withDimensions(int dimensions) {
    return new EmbeddingRequest(json.with("dimensions", JsonNumber.of(dimensions)));
  }

  /** This request for another model. */
  public EmbeddingRequest withModel(String model) {
    Objects.requireNonNull(model, "model");
    return new EmbeddingRequest(json.with("model", model));
  }

  /** This request for other inputs. */
  public EmbeddingRequest withInputs(List<JsonValue> inputs) {
    Objects.requireNonNull(inputs, "inputs");
    return new EmbeddingRequest(json.with(INPUT, JsonArray.of(inputs)));
  }

  /** The model group asked for; empty if the request names none. */
  public String model() {
    return json.text("model").orElse("");
  }

  /** What is to be embedded, each a text or an array of tokens. */
  public List<JsonValue> inputs() {
    return switch (json.get(INPUT).orElse(JsonNull.NULL)) {
      case JsonArray list
          when !list.isEmpty() && list.items().stream().allMatch(JsonNumber.class::isInstance) ->
          List.of(list);
      case JsonArray list -> list.items();
      case JsonNull nothing -> List.of();
      case JsonValue one -> List.of(one);
    };
  }

  /** Whether the vectors are to come as Base64 of little-endian 32-bit floats. */
  public boolean isBase64() {
    return json.text("encoding_format").filter("base64"::equals).isPresent();
  }
}
