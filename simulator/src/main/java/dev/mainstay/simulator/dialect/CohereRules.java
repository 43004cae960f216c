package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.simulator.script.ErrorBody;
import dev.mainstay.simulator.script.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What Cohere refuses in a request; most of the words are ours. */
final class CohereRules {
  private static final String CALLS = "tool_calls";
  // Others'.
  private static final Set<String> FOREIGN_PARTS =
      Set.of("input_audio", "file", "refusal", "image", "tool_use", "tool_result");

  private CohereRules() {}

  /** What is said to {@code body} where it is refused. */
  static Optional<Fault.Status> refused(JsonObject body) {
    return unknown(KnownFields.COHERE, body).or(() -> invalid(body).map(Dialect::badRequest));
  }

  /**
   * What is said to {@code body} where it has a name that others have and {@code known} has not.
   * https://github.com/cohere-ai/notebooks/issues/226
   */
  static Optional<Fault.Status> unknown(KnownFields known, JsonObject body) {
    return known
        .foreign(body)
        .map(name ->
            "unknown field: parameter "
                + name
                + " is not a valid field. For proper usage, please refer to"
                + " https://docs.cohere.com/reference/chat")
        .map(words -> Fault.status(422).error(ErrorBody.of(words, "invalid_request_error")))
        .findFirst();
  }

  private static Optional<String> invalid(JsonObject body) {
    List<JsonObject> messages = body.array("messages").orElse(JsonArray.of()).objects().toList();
    if (!body.hasValue("model")) {
      return Optional.of("invalid request: model is required");
    }
    if (messages.isEmpty()) {
      return Optional.of("invalid request: messages must not be empty");
    }
    return messages.stream()
        .flatMap(message -> broken(message).stream())
        .findFirst()
        .or(() -> unanswered(messages))
        .or(() ->
            StopTexts.refused(
                5,
                body,
                "stop_sequences",
                "invalid request: stop_sequences must have at most 5 elements"));
  }

  private static Optional<String> broken(JsonObject message) {
    JsonValue content = message.get("content").orElse(JsonArray.of());
    boolean isEmpty = content.equals(JsonArray.of()) || content.equals(new JsonString(""));
    if (isEmpty && !message.has(CALLS) && !message.text("role").orElse("").equals("tool")) {
      return Optional.of("invalid request: all elements in messages must have content");
    }
    return message.array("content").stream()
        .flatMap(JsonArray::objects)
        .map(part -> part.text("type").orElse(""))
        .filter(FOREIGN_PARTS::contains)
        .map(type -> "invalid request: content of type '" + type + "' is not supported")
        .findFirst();
  }

  private static Optional<String> unanswered(List<JsonObject> messages) {
    return CallsAnswered.firstMismatch(turns(messages), CohereRules::calls, CohereRules::results)
        .map(ids ->
            "invalid request: tool calls and tool results do not match: " + String.join(", ", ids));
  }

  // Each result is a message of its own.
  private static List<JsonObject> turns(List<JsonObject> messages) {
    List<JsonObject> turns = new ArrayList<>();
    List<JsonValue> results = new ArrayList<>();
    for (JsonObject message : messages) {
      if (message.text("role").orElse("").equals("tool")) {
        results.add(new JsonString(message.text("tool_call_id").orElse("")));
        continue;
      }
      if (!results.isEmpty()) {
        turns.add(JsonObject.of("results", JsonArray.of(List.copyOf(results))));
        results.clear();
      }
      turns.add(message);
    }
    if (!results.isEmpty()) {
      turns.add(JsonObject.of("results", JsonArray.of(results)));
    }
    return turns;
  }

  private static List<String> calls(JsonObject turn) {
    return turn.array(CALLS)
        .orElse(JsonArray.of())
        .objects()
        .map(call -> call.text("id").orElse(""))
        .toList();
  }

  private static List<String> results(JsonObject turn) {
    return turn.array("results").orElse(JsonArray.of()).items().stream()
        .map(id -> ((JsonString) id).value())
        .toList();
  }
}
