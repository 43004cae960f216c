package dev.mainstay.provider.bedrock;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.EmbeddingLimit;
import dev.mainstay.provider.wire.AnswerDecoder;
import dev.mainstay.provider.wire.CanonicalEmbeddings;
import dev.mainstay.provider.wire.EmbeddingFields;
import dev.mainstay.provider.wire.Reading;
import dev.mainstay.transport.HttpHead;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Asks for embeddings by {@code invoke}, and reads them: Amazon's Titan embeds one text a call
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/titan-embedding-models.html), Cohere's
 * models many (https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html).
 *
 * @param request what was asked
 * @param model the model that is asked
 * @param tokens how many were read, as the answer's head tells
 */
record EmbedForm(EmbeddingRequest request, BedrockModel model, OptionalLong tokens)
    implements AnswerDecoder {
  static final String OPERATION = "invoke";
  private static final String TOKENS_HEADER = "x-amzn-bedrock-input-token-count";
  private static final int MOST_AT_COHERE = 96;
  private static final String SIZE = "dimensions";
  private static final Set<String> TITANS = Set.of(SIZE, "normalize");
  private static final Set<String> COHERES = Set.of("input_type", "truncate");
  private static final Set<String> DEFAULTS = Set.of("input_type", "truncate", SIZE, "normalize");

  /** Those of the deployment's that the models may be asked without; Cohere's require a purpose. */
  static final Set<String> TAKEN_BACK = Set.of("truncate");

  static EmbeddingLimit limit(BedrockModel model) {
    return EmbeddingLimit.ofInputs(isCohere(model) ? MOST_AT_COHERE : 1);
  }

  /** How many tokens the answer's head tells. */
  static OptionalLong tokens(HttpHead head) {
    String count = head.headers().first(TOKENS_HEADER).orElse("");
    return count.matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(count))
        : OptionalLong.empty();
  }

  private static boolean isCohere(BedrockModel model) {
    return model.id().contains("cohere.");
  }

  /**
   * The body for {@code deployment}.
   *
   * @throws dev.mainstay.provider.wire.UnsupportedException if an input is given as tokens
   */
  JsonObject body(Deployment deployment) {
    List<JsonValue> texts = CanonicalEmbeddings.texts(BedrockProvider.NAME, request);
    JsonObject asked = EmbeddingFields.of(request, deployment, DEFAULTS);
    JsonObjectBuilder body = JsonObject.builder();
    if (isCohere(model)) {
      body.put("texts", JsonArray.of(texts)).put("input_type", "search_document");
    } else {
      body.put("inputText", texts.isEmpty() ? Json.parse("\"\"") : texts.getFirst());
    }
    String size = isCohere(model) ? "output_dimension" : SIZE;
    asked.get(SIZE).ifPresent(count -> body.put(size, count));
    asked
        .without(EmbeddingFields.TRANSLATED)
        .without(isCohere(model) ? TITANS : COHERES)
        .forEach(body::put);
    return body.build();
  }

  @Override
  public Reading read(JsonObject answer) {
    Optional<JsonArray> one = answer.array("embedding");
    Optional<JsonArray> many =
        answer
            .array("embeddings")
            .or(() -> answer.object("embeddings").flatMap(types -> types.array("float")));
    if (one.isEmpty() && many.isEmpty()) {
      return Reading.noAnswer(answer, "the answer has no embeddings");
    }
    OptionalLong told = answer.number("inputTextTokenCount");
    return CanonicalEmbeddings.of(
        request,
        model.id(),
        many.map(JsonArray::items).orElseGet(() -> List.of(one.orElseThrow())),
        told.isPresent() ? told : tokens);
  }
}
