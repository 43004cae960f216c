package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import java.util.List;
import java.util.stream.Stream;

/** What of a chat request decides how it is answered. */
public record Ask(ChatRequest request, int bytes) {
  private static final int MAX_CHOICES = 128;

  // What asks for nothing in particular, as in a look at the list of models.
  public static final Ask NOTHING = new Ask(new ChatRequest(JsonObject.empty()), 0);

  public boolean isStream() {
    return request.isStream();
  }

  boolean tellsUsage() {
    return request.includesUsage();
  }

  /** Whether vectors are asked for: then nothing is said, and its usage is the prompt's alone. */
  public boolean isEmbedding() {
    return request.json().has(EmbeddingForm.INPUT);
  }

  int choices() {
    return Math.clamp(request.choices(), 1, MAX_CHOICES);
  }

  public boolean mentions(String text) {
    return request.messages().stream().anyMatch(message -> message.text().contains(text));
  }

  /** What the request takes before its answer is known, the most that it lets the answer have. */
  public Tokens tokens() {
    return new Tokens(promptTokens(), mostOutput());
  }

  int promptTokens() {
    return 1 + bytes / 4;
  }

  private long mostOutput() {
    return Stream.of("max_completion_tokens", "max_tokens")
        .flatMap(name -> request.json().get(name).stream())
        .flatMap(value -> value instanceof JsonNumber number ? Stream.of(number) : Stream.empty())
        .mapToLong(JsonNumber::longValue)
        .filter(most -> most > 0)
        .findFirst()
        .orElse(0);
  }

  /** What the user said last. */
  public String lastWords() {
    List<Message> messages = request.messages();
    for (Message message : messages.reversed()) {
      if (message.role().equals("user")) {
        return message.text();
      }
    }
    return "";
  }
}
