package dev.mainstay.temporal.batch;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One line of the input: a string, or an object with {@code prompt} or {@code messages} and
 * whatever else a request has, alone or as {@code body} of a line of OpenAI's batches.
 *
 * @param id the line's own name, its {@code custom_id} or {@code id}
 * @param asked what it asks, or why it asks nothing
 */
record PromptLine(Optional<String> id, Asked asked) {
  private static final Set<String> NAMES = Set.of("id", "custom_id");

  /** What a line asks. */
  sealed interface Asked {}

  /** It asks {@code request}. */
  record Request(ChatRequest request) implements Asked {}

  /** It asks nothing. */
  enum Mistake implements Asked {
    NOT_JSON(
        "BadRequest",
        "the line is not JSON; make it a JSON string, or an object with prompt or messages"),
    NO_PROMPT(
        "BadRequest",
        "the line is not a prompt; make it a JSON string, or an object with a text as prompt or an"
            + " array as messages"),
    // As often the command's as the line's: the next start asks again.
    NO_MODEL(
        "NotFound",
        "the line names no model; give it one, or name one for all lines (--model, in Java"
            + " Batch.withModel)");

    private final String kind;
    private final String words;

    Mistake(String kind, String words) {
      this.kind = kind;
      this.words = words;
    }

    /** The kind of failure that it is. */
    String kind() {
      return kind;
    }

    /** The mistake and the remedy. */
    String words() {
      return words;
    }
  }

  /** {@code request} as it is. */
  static PromptLine of(ChatRequest request) {
    return new PromptLine(Optional.empty(), new Request(request));
  }

  /** {@code line}, which asks {@code model} where that is given. */
  static PromptLine read(String line, @Nullable String model) {
    JsonValue json;
    try {
      json = Json.parse(line);
    } catch (JsonException e) {
      return new PromptLine(Optional.empty(), Mistake.NOT_JSON);
    }
    return switch (json) {
      case JsonString(String prompt) ->
          new PromptLine(
              Optional.empty(), named(new ChatRequest(asking(JsonObject.empty(), prompt)), model));
      case JsonObject object ->
          new PromptLine(name(object, "custom_id").or(() -> name(object, "id")), of(object, model));
      default -> new PromptLine(Optional.empty(), Mistake.NO_PROMPT);
    };
  }

  private static Optional<String> name(JsonObject line, String member) {
    return line.get(member)
        .filter(value -> value instanceof JsonString || value instanceof JsonNumber)
        .map(value -> value instanceof JsonString(String text) ? text : value.toJson());
  }

  // A body is a request and nothing else; a line without one has its own names beside it.
  private static Asked of(JsonObject line, @Nullable String model) {
    JsonObject asked = line.object("body").orElseGet(() -> line.without(NAMES));
    return messages(asked)
        .map(json -> named(new ChatRequest(json).withStream(false), model))
        .orElse(Mistake.NO_PROMPT);
  }

  private static Optional<JsonObject> messages(JsonObject asked) {
    return asked.array("messages").isPresent()
        ? Optional.of(asked)
        : asked.text("prompt").map(prompt -> asking(asked.without(Set.of("prompt")), prompt));
  }

  private static JsonObject asking(JsonObject request, String prompt) {
    return request.with("messages", JsonArray.of(Message.user(prompt).json()));
  }

  private static Asked named(ChatRequest request, @Nullable String model) {
    ChatRequest named = model == null ? request : request.withModel(model);
    return named.model().isEmpty() ? Mistake.NO_MODEL : new Request(named);
  }
}
