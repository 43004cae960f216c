package dev.mainstay.embedding;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.Embedding;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The vectors of one answer, each at the place of its input. */
final class EmbeddingItems {
  private static final String DATA = "data";
  private static final String INDEX = "index";

  private EmbeddingItems() {}

  /**
   * {@code answer} with one vector for each of {@code inputs}, in their order and numbered; itself
   * where it came so. One that tells no {@code index} belongs to the input at its own place.
   *
   * @throws IllegalArgumentException if that cannot be: their number is another, two belong to one
   *     input, or they are not all of one size
   */
  static JsonObject inOrder(JsonObject answer, int inputs) {
    List<JsonValue> data = answer.array(DATA).orElse(JsonArray.of()).items();
    if (data.size() != inputs) {
      throw new IllegalArgumentException(
          "the answer has " + data.size() + " embeddings for " + inputs + " inputs");
    }
    @Nullable JsonObject[] sorted = new JsonObject[inputs];
    boolean isSorted = true;
    int size = 0;
    for (int place = 0; place < inputs; place++) {
      if (!(data.get(place) instanceof JsonObject item)) {
        throw new IllegalArgumentException("an embedding of the answer is not an object");
      }
      size = requireSize(item, size);
      int index = index(item, place, inputs);
      if (sorted[index] != null) {
        throw new IllegalArgumentException("the answer has two embeddings of the index " + index);
      }
      isSorted &= index == place && item.hasValue(INDEX);
      sorted[index] = item.hasValue(INDEX) ? item : item.with(INDEX, JsonNumber.of(index));
    }
    return isSorted ? answer : answer.with(DATA, JsonArray.of(Arrays.asList(sorted)));
  }

  /** Of how many numbers the first vector of {@code answer} is, where it can be read. */
  static OptionalInt dimensions(JsonObject answer) {
    Optional<JsonObject> first = answer.array(DATA).flatMap(data -> data.objects().findFirst());
    try {
      return first.isPresent() ? OptionalInt.of(size(first.get())) : OptionalInt.empty();
    } catch (IllegalArgumentException e) {
      return OptionalInt.empty();
    }
  }

  private static int index(JsonObject item, int place, int inputs) {
    if (!item.hasValue(INDEX)) {
      return place;
    }
    OptionalLong index = item.number(INDEX);
    if (index.isEmpty() || index.getAsLong() < 0 || index.getAsLong() >= inputs) {
      throw new IllegalArgumentException(
          "an embedding of the answer has an index that no input has");
    }
    return (int) index.getAsLong();
  }

  /** The size of {@code item}'s vector, which is that of those before it, or 0 where none is. */
  private static int requireSize(JsonObject item, int before) {
    int size = size(item);
    if (size == 0) {
      throw new IllegalArgumentException("an embedding of the answer is empty");
    }
    if (before != 0 && size != before) {
      throw new IllegalArgumentException(
          "the answer has vectors of " + before + " and of " + size + " dimensions");
    }
    return size;
  }

  private static int size(JsonObject item) {
    JsonValue vector = item.get("embedding").orElse(JsonNull.NULL);
    // Whoever asks gets numbers as they came, with none of them read here.
    return vector instanceof JsonArray numbers && numbers.isOfNumbers()
        ? numbers.size()
        : Embedding.floats(vector).length;
  }
}
