package dev.mainstay.program.optimize;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.program.signature.Signature;
import dev.mainstay.schema.JsonType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a program did on examples; {@link #toString} is a table for a person.
 *
 * @param results one for each example, in their order
 */
public record Evaluation<I, O>(List<Result<I, O>> results) {
  /** An evaluation; the list is copied. */
  public Evaluation {
    Objects.requireNonNull(results, "results");
    results.forEach(result -> Objects.requireNonNull(result, "result"));
    results = List.copyOf(results);
  }

  /** The mean score; failures count 0. */
  public double score() {
    return results.stream().mapToDouble(Result::score).average().orElse(0);
  }

  /** How many failed, by the kind of the failure. */
  public Map<String, Long> failures() {
    return results.stream()
        .flatMap(result -> result.failure().stream())
        .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
  }

  /** The tokens used in all. */
  public long tokens() {
    return results.stream().mapToLong(Result::tokens).sum();
  }

  /** What it cost in US dollars; nothing where that is not known of one of them. */
  public OptionalDouble cost() {
    return results.stream().allMatch(result -> result.cost().isPresent())
        ? OptionalDouble.of(results.stream().mapToDouble(result -> result.cost().orElse(0)).sum())
        : OptionalDouble.empty();
  }

  /** How long all calls took, one after the other. */
  public Duration duration() {
    return results.stream().map(Result::duration).reduce(Duration.ZERO, Duration::plus);
  }

  /** One line for each example after a line of headings, as RFC 4180 has it. */
  public String toCsv() {
    StringBuilder csv =
        new StringBuilder("input,expected,answer,score,failure,tokens,cost,millis\r\n");
    for (Result<I, O> result : results) {
      csv.append(
          String.join(
              ",",
              quoted(json(result.example().input()).toJson()),
              quoted(json(result.example().expected()).toJson()),
              quoted(result.answer().map(answer -> json(answer).toJson()).orElse("")),
              String.valueOf(result.score()),
              quoted(result.failure().orElse("")),
              String.valueOf(result.tokens()),
              result.cost().isPresent() ? String.valueOf(result.cost().getAsDouble()) : "",
              String.valueOf(result.duration().toMillis())));
      csv.append("\r\n");
    }
    return csv.toString();
  }

  private static String quoted(String text) {
    return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /** The results as JSON. */
  public JsonObject toJson() {
    List<JsonObject> all = results.stream().map(Evaluation::json).toList();
    return JsonObject.builder()
        .put("score", number(score()))
        .put("results", JsonArray.of(all))
        .build();
  }

  private static <I, O> JsonObject json(Result<I, O> result) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("input", json(result.example().input()))
            .put("expected", json(result.example().expected()))
            .put("score", number(result.score()))
            .put("tokens", result.tokens())
            .put("millis", result.duration().toMillis());
    result.answer().ifPresent(answer -> json.put("answer", json(answer)));
    result.failure().ifPresent(kind -> json.put("failure", kind));
    result.cost().ifPresent(cost -> json.put("cost", cost));
    return json.build();
  }

  // JSON has no infinite score.
  private static JsonValue number(double value) {
    return Double.isFinite(value) ? JsonNumber.of(value) : new JsonString(String.valueOf(value));
  }

  // What is not JSON, as an input with a picture or an answer with a null, is told by its words.
  @SuppressWarnings("unchecked") // a value is of its own class
  static <T> JsonValue json(T value) {
    try {
      return value instanceof Record record
          ? Signature.outputOf(record)
          : ((JsonType<T>) JsonType.of(value.getClass())).write(value);
    } catch (IllegalArgumentException noJson) {
      return new JsonString(String.valueOf(value));
    }
  }

  @Override
  public String toString() {
    StringBuilder table = new StringBuilder();
    row(table, "examples", String.valueOf(results.size()));
    row(table, "score", String.format(Locale.ROOT, "%.3f", score()));
    failures().forEach((kind, count) -> row(table, "failed: " + kind, String.valueOf(count)));
    row(table, "tokens", String.valueOf(tokens()));
    row(
        table,
        "cost",
        cost().isPresent()
            ? String.format(Locale.ROOT, "$%.4f", cost().getAsDouble())
            : "not known");
    row(table, "time", duration().toMillis() + " ms");
    return table.toString();
  }

  private static void row(StringBuilder table, String name, String value) {
    table.append(String.format(Locale.ROOT, "%-24s %12s%n", name, value));
  }
}
