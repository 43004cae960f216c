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
 * @param request what it asks; nothing where it does not say
 */
record PromptLine(Optional<String> id, Optional<ChatRequest> request) {
  private static final Set<String> NAMES = Set.of("id", "custom_id");

  /** {@code line}, which asks {@code model} where that is given. */
  static PromptLine read(String line, @Nullable String model) {
    JsonValue json;
    try {
      json = Json.parse(line);
    } catch (JsonException e) {
      return new PromptLine(Optional.empty(), Optional.empty());
    }
    return switch (json) {
      case JsonString(String prompt) -> new PromptLine(Optional.empty(), ask(prompt, model));
      case JsonObject object ->
          new PromptLine(name(object, "custom_id").or(() -> name(object, "id")), of(object, model));
      default -> new PromptLine(Optional.empty(), Optional.empty());
    };
  }

  private static Optional<String> name(JsonObject line, String member) {
    return line.get(member)
        .filter(value -> value instanceof JsonString || value instanceof JsonNumber)
        .map(value -> value instanceof JsonString(String text) ? text : value.toJson());
  }

  // A body is a request and nothing else; a line without one has its own names beside it.
  private static Optional<ChatRequest> of(JsonObject line, @Nullable String model) {
    JsonObject asked = line.object("body").orElseGet(() -> line.without(NAMES));
    return messages(asked)
        .flatMap(json -> {
          ChatRequest request = new ChatRequest(json).withStream(false);
          return named(model == null ? request : request.withModel(model));
        });
  }

  private static Optional<JsonObject> messages(JsonObject asked) {
    if (asked.array("messages").isPresent()) {
      return Optional.of(asked);
    }
    return asked
        .text("prompt")
        .map(prompt ->
            asked
                .without(Set.of("prompt"))
                .with("messages", JsonArray.of(Message.user(prompt).json())));
  }

  private static Optional<ChatRequest> ask(String prompt, @Nullable String model) {
    return model == null ? Optional.empty() : named(ChatRequest.of(model, prompt));
  }

  private static Optional<ChatRequest> named(ChatRequest request) {
    return Optional.of(request).filter(r -> !r.model().isEmpty());
  }
}
