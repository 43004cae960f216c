package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A word of the assistant's between the results of tools and what the user says after them, for
 * somebody who refuses a conversation without: others take one in which the user, or who asks on
 * their behalf, spoke first.
 */
final class AnsweredResults {
  private static final String MESSAGES = "messages";

  /** What is said there. */
  static final JsonObject WORD =
      JsonObject.of("role", new JsonString("assistant"))
          .with("content", "I have read the results.");

  private AnsweredResults() {}

  /** {@code request} with such a word where one is needed; the very same where none is. */
  static JsonObject write(JsonObject request) {
    JsonArray messages = request.array(MESSAGES).orElse(JsonArray.of());
    List<JsonValue> written = new ArrayList<>(messages.size());
    boolean isBehindResult = false;
    for (JsonValue message : messages) {
      if (isBehindResult && is("user", message)) {
        written.add(WORD);
      }
      isBehindResult = is("tool", message);
      written.add(message);
    }
    return written.size() > messages.size()
        ? request.with(MESSAGES, JsonArray.of(written))
        : request;
  }

  private static boolean is(String role, JsonValue message) {
    return message instanceof JsonObject object
        && object.text("role").filter(role::equals).isPresent();
  }
}
