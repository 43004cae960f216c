package dev.mainstay.model;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A text that a model is to go on with, as models without a chat are asked.
 *
 * @param json the request in OpenAI's form of {@code /v1/completions}; fields that this type has no
 *     accessor for travel along
 */
public record CompletionRequest(JsonObject json) {
  /** Null is refused. */
  public CompletionRequest {
    Objects.requireNonNull(json, "json");
  }

  private static final String MESSAGES = "messages";
  static final String PROMPT = "prompt";

  /**
   * A request to go on with {@code prompt}.
   *
   * @param model a model group, or {@code provider/model}
   */
  public static CompletionRequest of(String model, String prompt) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(prompt, "prompt");
    return new CompletionRequest(
        JsonObject.builder().put("model", model).put(PROMPT, prompt).build());
  }

  /** The request that {@code chat} {@linkplain #asChat carries}, and the text after its prompt. */
  public static CompletionRequest carriedBy(ChatRequest chat) {
    Objects.requireNonNull(chat, "chat");
    JsonObject json = chat.json();
    if (json.has(PROMPT)) {
      return new CompletionRequest(json.without(Set.of(MESSAGES)));
    }
    StringBuilder prompt = new StringBuilder();
    chat.messages().forEach(message -> prompt.append(message.text()));
    return new CompletionRequest(
        json.without(Set.of(MESSAGES)).with(PROMPT, new JsonString(prompt.toString())));
  }

  /**
   * This request as a chat: the prompt is its user's message, so that what goes on with a chat goes
   * on with a prompt. Several prompts, or one of tokens, stay beside it; each has choices of its
   * own.
   */
  public ChatRequest asChat() {
    List<JsonValue> prompts = prompts();
    if (prompts.size() == 1 && prompts.getFirst() instanceof JsonString(String prompt)) {
      return new ChatRequest(json.without(Set.of(PROMPT))).with(Message.user(prompt));
    }
    return new ChatRequest(json).with(Message.user(""));
  }

  /** The model group asked for; empty if the request names none. */
  public String model() {
    return json.text("model").orElse("");
  }

  /** What is to be gone on with, each a text or an array of tokens. */
  public List<JsonValue> prompts() {
    return switch (json.get(PROMPT).orElse(JsonNull.NULL)) {
      case JsonArray list
          when !list.isEmpty() && list.items().stream().allMatch(JsonNumber.class::isInstance) ->
          List.of(list);
      case JsonArray list -> list.items();
      case JsonNull nothing -> List.of();
      case JsonValue one -> List.of(one);
    };
  }

  /** How many choices are asked for in all. */
  public int choices() {
    return new ChatRequest(json).choices();
  }
}
