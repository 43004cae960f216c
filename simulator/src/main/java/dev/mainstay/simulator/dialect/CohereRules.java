package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What Cohere refuses in a request; the words are ours. */
final class CohereRules {
  private static final String CALLS = "tool_calls";
  // https://docs.cohere.com/reference/chat
  private static final Set<String> FIELDS =
      Set.of(
          "model",
          "messages",
          "stream",
          "tools",
          "tool_choice",
          "strict_tools",
          "documents",
          "citation_options",
          "response_format",
          "safety_mode",
          "max_tokens",
          "stop_sequences",
          "temperature",
          "seed",
          "frequency_penalty",
          "presence_penalty",
          "k",
          "p",
          "logprobs",
          "thinking",
          "priority",
          "raw_prompting");
  private static final Set<String> PARTS = Set.of("text", "image_url", "document", "thinking");

  private CohereRules() {}

  /** Why {@code body} is refused. */
  static Optional<String> refused(JsonObject body) {
    List<JsonObject> messages = body.array("messages").orElse(JsonArray.of()).objects().toList();
    if (messages.isEmpty()) {
      return Optional.of("invalid request: messages must not be empty");
    }
    return body.names().stream()
        .filter(name -> !FIELDS.contains(name))
        .map(name -> "invalid request: unknown field '" + name + "'")
        .findFirst()
        .or(() -> messages.stream().flatMap(message -> broken(message).stream()).findFirst())
        .or(() -> unanswered(messages))
        .or(() -> last(messages.getLast()));
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
        .filter(type -> !PARTS.contains(type))
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

  private static Optional<String> last(JsonObject message) {
    return message.text("role").filter("assistant"::equals).isPresent()
        ? Optional.of("invalid request: the last message must be of the role 'user' or 'tool'")
        : Optional.empty();
  }
}
