package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.Embedding;
import dev.mainstay.model.Usage;
import dev.mainstay.provider.wire.AnswerDecoder;
import dev.mainstay.provider.wire.Reading;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Reads embeddings. Servers that do not know {@code encoding_format} answer in the form they have:
 * what is given out has the one that was asked for.
 *
 * @param inputs how many were asked for
 * @param isBase64 whether the vectors were asked for as Base64
 */
record EmbeddingsDecoder(int inputs, boolean isBase64) implements AnswerDecoder {
  private static final String DATA = "data";
  private static final String VECTOR = "embedding";

  @Override
  public Reading read(JsonObject answer) {
    Optional<JsonArray> data = answer.array(DATA);
    if (data.isEmpty()) {
      return Reading.noAnswer(answer, "the answer has no embeddings");
    }
    List<JsonObject> items = data.get().objects().toList();
    if (items.size() != inputs || data.get().size() != inputs) {
      return new Reading.Malformed(
          "the answer has " + data.get().size() + " embeddings for " + inputs + " inputs");
    }
    try {
      return Reading.of(usage(answer), Optional.of(inForm(answer, items)));
    } catch (IllegalArgumentException e) {
      return new Reading.Malformed("an embedding cannot be read: " + e.getMessage());
    }
  }

  private JsonObject inForm(JsonObject answer, List<JsonObject> items) {
    if (items.stream().allMatch(this::isInForm)) {
      return answer;
    }
    return answer.with(DATA, JsonArray.of(items.stream().map(this::inForm).toList()));
  }

  private boolean isInForm(JsonObject item) {
    JsonValue vector = vector(item);
    return isBase64 ? vector instanceof JsonString : vector instanceof JsonArray;
  }

  private JsonObject inForm(JsonObject item) {
    if (isInForm(item)) {
      return item;
    }
    float[] vector = Embedding.floats(vector(item));
    return item.with(VECTOR, isBase64 ? Embedding.base64(vector) : Embedding.numbers(vector));
  }

  private static JsonValue vector(JsonObject item) {
    return item.get(VECTOR).orElse(JsonNull.NULL);
  }

  // An output that some tell of is none.
  private static List<ChatEvent> usage(JsonObject answer) {
    JsonObject told = answer.object("usage").orElse(JsonObject.empty());
    OptionalLong prompt = told.number("prompt_tokens");
    if (prompt.isEmpty()) {
      return List.of();
    }
    Usage usage = Usage.of(prompt.getAsLong(), 0);
    OptionalDouble cost = UsageFields.cost(told);
    return List.of(
        new ChatEvent.UsageReported(
            cost.isPresent() ? usage.withToldCost(cost.getAsDouble()) : usage));
  }
}
