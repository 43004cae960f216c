package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.Embedding;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.simulator.script.Fault;
import java.util.List;
import java.util.Optional;

/** How a vendor is asked for embeddings, and how it tells them. */
interface EmbeddingForm {
  /** The name of what is embedded, in OpenAI's form. */
  String INPUT = "input";

  /** Whether embeddings are asked for at {@code path}. */
  boolean isAskedAt(String path);

  /**
   * What {@code request} asks for, in OpenAI's form.
   *
   * @throws dev.mainstay.json.JsonException if its body is not a JSON object
   */
  EmbeddingRequest read(HttpRequest request);

  /** What the vendor says to {@code request}, whose body is JSON, where it refuses it. */
  Optional<Fault.Status> refused(HttpRequest request);

  /** The answer. */
  JsonObject answer(Told told);

  /**
   * What is told.
   *
   * @param request in OpenAI's form
   * @param vectors one for each input
   * @param tokens how many were read
   */
  record Told(Identity identity, EmbeddingRequest request, List<float[]> vectors, int tokens) {
    public Told {
      vectors = List.copyOf(vectors);
    }

    /** The vectors as arrays of numbers. */
    JsonArray numbers() {
      return JsonArray.of(vectors.stream().map(Embedding::numbers).toList());
    }

    /** The inputs, as they were asked. */
    JsonArray inputs() {
      return JsonArray.of(request.inputs());
    }
  }

  /** A request in OpenAI's form. */
  static EmbeddingRequest request(
      String model, List<? extends JsonValue> inputs, Optional<JsonValue> dimensions) {
    JsonObject request =
        JsonObject.builder().put("model", model).put(INPUT, JsonArray.of(inputs)).build();
    return new EmbeddingRequest(
        dimensions.map(count -> request.with("dimensions", count)).orElse(request));
  }
}
