package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.Logprobs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads a candidate's {@code logprobsResult}: the tokens that were chosen, and for each those that
 * were likeliest. https://ai.google.dev/api/generate-content#LogprobsResult
 */
final class CandidateLogprobs {
  // Proto JSON leaves out a zero, which is the probability 1.
  private static final JsonNumber CERTAIN = JsonNumber.of(0);

  private CandidateLogprobs() {}

  /** Those of {@code candidate}, as if it were the first. */
  static Logprobs in(JsonObject candidate) {
    return candidate
        .object("logprobsResult")
        .map(result -> Logprobs.of(0, tokens(result)))
        .orElse(Logprobs.none());
  }

  private static JsonArray tokens(JsonObject result) {
    List<JsonObject> likeliest = objects(result, "topCandidates").toList();
    List<JsonValue> tokens = new ArrayList<>();
    for (JsonObject chosen : objects(result, "chosenCandidates").toList()) {
      int step = tokens.size();
      Stream<JsonObject> tops =
          step < likeliest.size() ? objects(likeliest.get(step), "candidates") : Stream.of();
      List<JsonObject> told = tops.map(top -> token(top).build()).toList();
      tokens.add(token(chosen).put("top_logprobs", JsonArray.of(told)).build());
    }
    return JsonArray.of(tokens);
  }

  // Gemini has no bytes of a token, and its text may have half a character.
  private static JsonObjectBuilder token(JsonObject token) {
    return JsonObject.builder()
        .put("token", token.text("token").orElse(""))
        .put("logprob", token.get("logProbability").orElse(CERTAIN))
        .put("bytes", JsonNull.NULL);
  }

  private static Stream<JsonObject> objects(JsonObject of, String name) {
    return of.array(name).stream().flatMap(JsonArray::objects);
  }
}
