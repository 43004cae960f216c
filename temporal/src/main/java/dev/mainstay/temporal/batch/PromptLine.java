package dev.mainstay.temporal.batch;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of the input: a string, or an object with {@code prompt}, or with {@code messages} and
 * whatever else a request has, alone or as {@code body} of a line of OpenAI's batches.
 *
 * @param id the line's own name, its {@code custom_id} or {@code id}
 * @param request what it asks; nothing where it does not say
 */
record PromptLine(Optional<String> id, Optional<ChatRequest> request) {

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
          new PromptLine(object.text("custom_id").or(() -> object.text("id")), of(object, model));
      default -> new PromptLine(Optional.empty(), Optional.empty());
    };
  }

  private static Optional<ChatRequest> of(JsonObject line, @Nullable String model) {
    JsonObject asked = line.object("body").orElse(line);
    if (asked.array("messages").isPresent()) {
      ChatRequest request = new ChatRequest(asked).withStream(false);
      return named(model == null ? request : request.withModel(model));
    }
    String own = model == null ? asked.text("model").orElse("") : model;
    return asked.text("prompt").flatMap(prompt -> ask(prompt, own));
  }

  private static Optional<ChatRequest> ask(String prompt, @Nullable String model) {
    return model == null ? Optional.empty() : named(ChatRequest.of(model, prompt));
  }

  private static Optional<ChatRequest> named(ChatRequest request) {
    return Optional.of(request).filter(r -> !r.model().isEmpty());
  }
}
