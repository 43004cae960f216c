package dev.mainstay.simulator.dialect;

import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.Message;
import java.util.List;

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

  int choices() {
    return Math.clamp(request.choices(), 1, MAX_CHOICES);
  }

  public boolean mentions(String text) {
    return request.messages().stream().anyMatch(message -> message.text().contains(text));
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
