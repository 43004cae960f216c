package dev.mainstay.program.optimize;

import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.schema.JsonType;
import dev.mainstay.schema.SchemaException;
import java.time.Duration;
import java.util.Optional;

/** A result as a file keeps it. */
final class SavedResult {
  private SavedResult() {}

  /** Nothing where it could not be read again: an answer of another class than what is wanted. */
  static <I, O> Optional<JsonObject> write(Result<I, O> result) {
    JsonObjectBuilder json =
        JsonObject.builder()
            .put("tokens", result.tokens())
            .put("millis", result.duration().toMillis());
    result.failure().ifPresent(kind -> json.put("failure", kind));
    result.cost().ifPresent(cost -> json.put("cost", cost));
    if (!Double.isFinite(result.score())) {
      return Optional.empty();
    }
    json.put("score", result.score());
    if (result.answer().isPresent()) {
      O answer = result.answer().get();
      if (!answer.getClass().equals(result.example().expected().getClass())) {
        return Optional.empty();
      }
      try {
        json.put("answer", type(answer).write(answer));
      } catch (SchemaException noJson) {
        return Optional.empty();
      }
    }
    return Optional.of(json.build());
  }

  /** Nothing where it cannot be read. */
  static <I, O> Optional<Result<I, O>> read(Example<I, O> example, JsonObject json) {
    try {
      Optional<O> answer =
          json.get("answer").map(answerJson -> type(example.expected()).read(answerJson));
      return Optional.of(
          new Result<>(
              example,
              answer,
              json.decimal("score").orElse(0),
              json.text("failure"),
              json.number("tokens").orElse(0),
              json.decimal("cost"),
              Duration.ofMillis(json.number("millis").orElse(0))));
    } catch (JsonException | SchemaException unreadable) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("unchecked") // a value is of its own class
  private static <T> JsonType<T> type(T value) {
    return (JsonType<T>) JsonType.of(value.getClass());
  }
}
