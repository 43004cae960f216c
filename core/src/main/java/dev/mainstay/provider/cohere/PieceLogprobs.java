package dev.mainstay.provider.cohere;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.provider.wire.Logprobs;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads how probable an answer's tokens were: Cohere tells them by pieces of text, each with the
 * ids and the probabilities of the tokens that make it up, but not with their texts. So a piece of
 * several is told as one token, which was as probable as all of them one after the other.
 * https://docs.cohere.com/reference/chat
 */
final class PieceLogprobs {
  private static final String NAME = "logprobs";

  private PieceLogprobs() {}

  /** Those of a whole answer, which has a list of pieces, or of an event, which has one. */
  static Logprobs in(JsonObject json) {
    Stream<JsonObject> pieces =
        json.array(NAME).map(JsonArray::objects).orElseGet(() -> json.object(NAME).stream());
    List<JsonValue> tokens =
        pieces.filter(PieceLogprobs::isTold).<JsonValue>map(PieceLogprobs::token).toList();
    return Logprobs.of(0, JsonArray.of(tokens));
  }

  private static boolean isTold(JsonObject piece) {
    return piece.text("text").isPresent()
        && piece.array(NAME).filter(numbers -> !numbers.isEmpty()).isPresent();
  }

  private static JsonObject token(JsonObject piece) {
    return JsonObject.builder()
        .put("token", piece.text("text").orElse(""))
        .put("logprob", together(piece.array(NAME).orElse(JsonArray.of())))
        .put("bytes", JsonNull.NULL)
        .put("top_logprobs", JsonArray.of())
        .build();
  }

  private static JsonValue together(JsonArray each) {
    return each.size() == 1 && each.items().getFirst() instanceof JsonNumber one
        ? one
        : JsonNumber.of(
            each.items().stream()
                .filter(JsonNumber.class::isInstance)
                .mapToDouble(number -> ((JsonNumber) number).doubleValue())
                .sum());
  }
}
