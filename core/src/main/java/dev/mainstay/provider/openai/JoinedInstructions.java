package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The instructions of a conversation as the one message at its beginning that the templates of open
 * models know. Clients of Anthropic's dialect write some in mid-conversation, too.
 * https://github.com/ggml-org/llama.cpp/pull/20215
 */
final class JoinedInstructions {
  private static final String MESSAGES = "messages";
  private static final String CONTENT = "content";
  private static final String TEXT = "text";

  private JoinedInstructions() {}

  /** {@code request} with its instructions in one message; the very same where they are. */
  static JsonObject write(JsonObject request) {
    List<JsonValue> rest = new ArrayList<>();
    List<JsonObject> instructions = new ArrayList<>();
    JsonArray messages = request.array(MESSAGES).orElse(JsonArray.of());
    for (JsonValue message : messages) {
      if (message instanceof JsonObject object && isInstruction(object)) {
        instructions.add(object);
      } else {
        rest.add(message);
      }
    }
    boolean isOneAtTheBeginning =
        instructions.size() == 1 && messages.items().getFirst().equals(instructions.getFirst());
    if (instructions.isEmpty() || isOneAtTheBeginning) {
      return request;
    }
    rest.addFirst(
        JsonObject.of("role", new JsonString("system")).with(CONTENT, joined(instructions)));
    return request.with(MESSAGES, JsonArray.of(rest));
  }

  private static boolean isInstruction(JsonObject message) {
    String role = message.text("role").orElse("");
    return role.equals("system") || role.equals("developer");
  }

  // As one text where they are but that: not everybody takes a system message of parts.
  private static JsonValue joined(List<JsonObject> instructions) {
    List<JsonObject> parts =
        instructions.stream().flatMap(message -> parts(message).stream()).toList();
    boolean areTexts =
        parts.stream().allMatch(part -> part.size() == 2 && part.text(TEXT).isPresent());
    return areTexts
        ? new JsonString(
            parts.stream()
                .map(part -> part.text(TEXT).orElse(""))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n")))
        : JsonArray.of(parts);
  }

  private static List<JsonObject> parts(JsonObject message) {
    return message
        .array(CONTENT)
        .map(parts -> parts.objects().toList())
        .orElseGet(() ->
            List.of(
                JsonObject.of("type", new JsonString(TEXT))
                    .with(TEXT, message.text(CONTENT).orElse(""))));
  }
}
