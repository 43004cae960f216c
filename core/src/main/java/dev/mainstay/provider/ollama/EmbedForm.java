package dev.mainstay.provider.ollama;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.wire.AnswerDecoder;
import dev.mainstay.provider.wire.CanonicalEmbeddings;
import dev.mainstay.provider.wire.EmbeddingFields;
import dev.mainstay.provider.wire.Reading;
import java.util.Optional;
import java.util.Set;

/**
 * Asks for embeddings, and reads them. https://docs.ollama.com/api/embed
 *
 * @param request what was asked
 * @param model the model that is asked
 */
record EmbedForm(EmbeddingRequest request, String model) implements AnswerDecoder {
  private static final Set<String> DEFAULTS = Set.of("dimensions", "truncate", "keep_alive");

  /** Those of the deployment's that the server may be asked without. */
  static final Set<String> TAKEN_BACK = Set.of("truncate", "keep_alive");

  /**
   * The body for {@code deployment}.
   *
   * @throws dev.mainstay.provider.wire.UnsupportedException if an input is given as tokens
   */
  static JsonObject body(Deployment deployment, EmbeddingRequest request) {
    JsonObject asked = EmbeddingFields.of(request, deployment, DEFAULTS);
    JsonObjectBuilder body =
        JsonObject.builder()
            .put("model", deployment.model())
            .put("input", JsonArray.of(CanonicalEmbeddings.texts(OllamaProvider.NAME, request)));
    JsonObject options = ModelOptions.of(ModelOptions.in(deployment.defaults()));
    if (!options.isEmpty() && !asked.has(ModelOptions.OPTIONS)) {
      body.put(ModelOptions.OPTIONS, options);
    }
    asked.without(EmbeddingFields.TRANSLATED).forEach(body::put);
    return body.build();
  }

  @Override
  public Reading read(JsonObject answer) {
    Optional<JsonArray> vectors = answer.array("embeddings");
    if (vectors.isEmpty()) {
      return Reading.noAnswer(answer, "the answer has no embeddings");
    }
    return CanonicalEmbeddings.of(
        request,
        answer.text("model").orElse(model),
        vectors.get().items(),
        answer.number("prompt_eval_count"));
  }
}
