package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How probable the tokens of an answer were, or of a piece of one.
 *
 * @param tokens by the choice's index, its tokens as OpenAI writes them: each with its {@code
 *     logprob}, {@code bytes} and {@code top_logprobs}
 */
public record Logprobs(Map<Integer, JsonArray> tokens) {
  private static final Logprobs NONE = new Logprobs(Map.of());

  /** The map is copied. */
  public Logprobs {
    tokens = Map.copyOf(tokens);
  }

  /** None are told. */
  public static Logprobs none() {
    return NONE;
  }

  /** Those of one choice; none where {@code tokens} is empty. */
  public static Logprobs of(int choice, JsonArray tokens) {
    return tokens.isEmpty() ? NONE : new Logprobs(Map.of(choice, tokens));
  }

  /** Whether none are told. */
  public boolean isEmpty() {
    return tokens.isEmpty();
  }

  /** These, and after them {@code next}. */
  public Logprobs and(Logprobs next) {
    Map<Integer, JsonArray> all = new TreeMap<>(tokens);
    next.tokens.forEach((choice, more) -> all.merge(choice, more, Logprobs::joined));
    return new Logprobs(all);
  }

  /** Puts those of the choice {@code index} into it, where there are any. */
  void put(JsonObjectBuilder choice, int index) {
    JsonArray own = tokens.getOrDefault(index, JsonArray.of());
    if (!own.isEmpty()) {
      choice.put(
          "logprobs",
          JsonObject.builder().put("content", own).put("refusal", JsonNull.NULL).build());
    }
  }

  private static JsonArray joined(JsonArray tokens, JsonArray next) {
    List<JsonValue> all = new ArrayList<>(tokens.items());
    all.addAll(next.items());
    return JsonArray.of(all);
  }
}
