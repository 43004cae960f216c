package dev.mainstay.embedding;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.provider.EmbeddingLimit;
import dev.mainstay.text.TokenEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** A request for embeddings in parts, and their answers in one. */
final class EmbeddingParts {
  private static final String USAGE = "usage";
  private static final String COST = "cost";
  private static final String ESTIMATED = "estimated";
  private static final List<String> COUNTS = List.of("prompt_tokens", "total_tokens");

  private EmbeddingParts() {}

  /**
   * {@code request} in parts within {@code limit}, in order; itself where it is within it. How many
   * tokens a text has is an estimate, and rather too many; an input that is over the limit by
   * itself is the provider's to refuse.
   */
  static List<EmbeddingRequest> of(EmbeddingRequest request, EmbeddingLimit limit) {
    List<JsonValue> inputs = request.inputs();
    List<EmbeddingRequest> parts = new ArrayList<>();
    int from = 0;
    long tokens = 0;
    for (int at = 0; at < inputs.size(); at++) {
      long more = tokens(inputs.get(at));
      boolean isFull = at - from == limit.inputs() || more > limit.tokens() - tokens;
      if (at > from && isFull) {
        parts.add(request.withInputs(inputs.subList(from, at)));
        from = at;
        tokens = 0;
      }
      tokens += more;
    }
    if (parts.isEmpty()) {
      return List.of(request);
    }
    parts.add(request.withInputs(inputs.subList(from, inputs.size())));
    return parts;
  }

  // A text has hardly ever more tokens than characters, nor more than twice what is estimated.
  private static long tokens(JsonValue input) {
    return switch (input) {
      case JsonString(String text) -> Math.min(text.length(), 2 * TokenEstimate.of(text));
      case JsonArray tokens -> tokens.size();
      default -> 0;
    };
  }

  /** The answers to all parts, in order and each {@linkplain EmbeddingItems#inOrder in its own}. */
  static JsonObject joined(List<JsonObject> answers) {
    if (answers.size() == 1) {
      return answers.getFirst();
    }
    List<JsonObject> items = new ArrayList<>();
    for (JsonObject answer : answers) {
      answer
          .array("data")
          .orElse(JsonArray.of())
          .objects()
          .forEach(item -> items.add(item.with("index", JsonNumber.of(items.size()))));
    }
    JsonObject first = answers.getFirst();
    JsonObjectBuilder joined = first.toBuilder().put("data", JsonArray.of(items));
    if (first.object(USAGE).isPresent()) {
      boolean isEstimate = answers.stream().anyMatch(EmbeddingParts::isEstimated);
      JsonObjectBuilder usage = JsonObject.builder();
      COUNTS.forEach(name -> usage.put(name, sum(answers, name)));
      if (isEstimate) {
        usage.put(ESTIMATED, true);
      }
      cost(answers).ifPresent(cost -> usage.put(COST, cost));
      joined.put(USAGE, usage.build());
    }
    return joined.build();
  }

  private static boolean isEstimated(JsonObject answer) {
    return answer.object(USAGE).flatMap(usage -> usage.flag(ESTIMATED)).orElse(false);
  }

  // As OpenRouter tells it; that of some parts is not the cost of all.
  private static OptionalDouble cost(List<JsonObject> answers) {
    double[] costs =
        answers.stream()
            .flatMapToDouble(answer ->
                answer
                    .object(USAGE)
                    .map(u -> u.decimal(COST).stream())
                    .orElse(DoubleStream.empty()))
            .toArray();
    return costs.length == answers.size()
        ? OptionalDouble.of(DoubleStream.of(costs).sum())
        : OptionalDouble.empty();
  }

  private static long sum(List<JsonObject> answers, String count) {
    return answers.stream()
        .mapToLong(answer -> answer.object(USAGE).map(u -> u.number(count).orElse(0)).orElse(0L))
        .sum();
  }
}
