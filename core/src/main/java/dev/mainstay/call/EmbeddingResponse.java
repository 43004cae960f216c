package dev.mainstay.call;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.Embedding;
import java.util.List;
import java.util.OptionalLong;

/**
 * The embeddings of every input of a request.
 *
 * @param json the answer in OpenAI's form, one {@code data} item for each input, in their order
 * @param calls the stories of the calls that it took, at least one: a long list of inputs is asked
 *     for in parts, and all of them once more of another model where one does not answer them all
 */
public record EmbeddingResponse(JsonObject json, List<CallMetadata> calls) {
  /** A response; the list is copied. */
  public EmbeddingResponse {
    calls = List.copyOf(calls);
  }

  /** The story of its calls as that of one. */
  public CallMetadata metadata() {
    return CallMetadata.ofAll(calls);
  }

  /** The model that answered, in the provider's words; may be empty. */
  public String model() {
    return json.text("model").orElse("");
  }

  /** The vectors, in the order of the inputs. */
  public List<float[]> vectors() {
    return json.array("data")
        .orElse(JsonArray.of())
        .objects()
        .map(item -> Embedding.floats(item.get("embedding").orElse(JsonNull.NULL)))
        .toList();
  }

  /** The first vector, which is the only one where one text was given. */
  public float[] vector() {
    return vectors().getFirst();
  }

  /** The tokens that were read, where told. */
  public OptionalLong promptTokens() {
    return json.object("usage").map(u -> u.number("prompt_tokens")).orElse(OptionalLong.empty());
  }
}
