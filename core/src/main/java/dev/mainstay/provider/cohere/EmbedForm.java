package dev.mainstay.provider.cohere;

import dev.mainstay.json.Json;
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
import java.util.OptionalLong;
import java.util.Set;

/**
 * Asks for embeddings, and reads them. https://docs.cohere.com/reference/embed
 *
 * @param request what was asked
 * @param model the model that is asked
 */
record EmbedForm(EmbeddingRequest request, String model) implements AnswerDecoder {
  private static final String DIMENSIONS = "dimensions";
  private static final Set<String> DEFAULTS = Set.of("input_type", "truncate", DIMENSIONS);

  /** Those of the deployment's that the API may be asked without; it requires a purpose. */
  static final Set<String> TAKEN_BACK = Set.of("truncate");

  // Cohere requires a purpose, which OpenAI's requests do not tell: most texts that are embedded
  // are documents to be searched, not queries.
  private static final String USUAL_TYPE = "search_document";

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
            .put("texts", JsonArray.of(CanonicalEmbeddings.texts(CohereProvider.NAME, request)))
            .put("input_type", USUAL_TYPE)
            .put("embedding_types", Json.parse("[\"float\"]"));
    asked.get(DIMENSIONS).ifPresent(count -> body.put("output_dimension", count));
    asked.without(EmbeddingFields.TRANSLATED).without(Set.of(DIMENSIONS)).forEach(body::put);
    return body.build();
  }

  @Override
  public Reading read(JsonObject answer) {
    Optional<JsonArray> vectors =
        answer.object("embeddings").flatMap(types -> types.array("float"));
    if (vectors.isEmpty()) {
      return Reading.noAnswer(answer, "the answer has no embeddings");
    }
    return CanonicalEmbeddings.of(request, model, vectors.get().items(), tokens(answer));
  }

  private static OptionalLong tokens(JsonObject answer) {
    return answer
        .object("meta")
        .flatMap(meta -> meta.object("billed_units"))
        .map(units -> units.number("input_tokens"))
        .orElse(OptionalLong.empty());
  }
}
