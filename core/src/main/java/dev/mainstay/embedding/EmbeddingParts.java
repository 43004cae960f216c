package dev.mainstay.embedding;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.EmbeddingRequest;
import java.util.ArrayList;
import java.util.List;

/** A request for embeddings in parts, and their answers in one. */
final class EmbeddingParts {
  private static final String USAGE = "usage";
  private static final String ESTIMATED = "estimated";
  private static final List<String> COUNTS = List.of("prompt_tokens", "total_tokens");

  private EmbeddingParts() {}

  /**
   * {@code request} in parts of at most {@code most} inputs, in order; itself where it has fewer.
   */
  static List<EmbeddingRequest> of(EmbeddingRequest request, int most) {
    List<JsonValue> inputs = request.inputs();
    if (inputs.size() <= most) {
      return List.of(request);
    }
    List<EmbeddingRequest> parts = new ArrayList<>();
    for (int from = 0; from < inputs.size(); from += most) {
      parts.add(request.withInputs(inputs.subList(from, Math.min(from + most, inputs.size()))));
    }
    return parts;
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
      joined.put(USAGE, usage.build());
    }
    return joined.build();
  }

  private static boolean isEstimated(JsonObject answer) {
    return answer.object(USAGE).flatMap(usage -> usage.flag(ESTIMATED)).orElse(false);
  }

  private static long sum(List<JsonObject> answers, String count) {
    return answers.stream()
        .mapToLong(answer -> answer.object(USAGE).map(u -> u.number(count).orElse(0)).orElse(0L))
        .sum();
  }
}
