package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.TextDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An answer without the text that it repeats at its beginning, with or without the white space at
 * that text's end. While it may be repeating it, nothing is told; where it does not, what was held
 * back is told with what follows. Choices but the first stay as they are. Not thread-safe.
 */
final class Unechoed {
  private static final String CONTENT = "content";

  private final String echo;
  private final StringBuilder held = new StringBuilder();
  private boolean isDecided;

  Unechoed(String echo) {
    this.echo = echo;
  }

  /** What is told for the next chunk. */
  ChatChunk told(ChatChunk chunk) {
    boolean isEnd =
        chunk.json().filter(Unechoed::isPlain).isPresent()
            || chunk.events().stream().anyMatch(Finished.class::isInstance);
    boolean hasText = chunk.events().stream().anyMatch(TextDelta.class::isInstance);
    if (isDecided || !(hasText || isEnd)) {
      return chunk;
    }
    for (ChatEvent event : chunk.events()) {
      if (event instanceof TextDelta(String text)) {
        held.append(text);
      }
    }
    String text = text(isEnd);
    List<ChatEvent> events = new ArrayList<>();
    if (!text.isEmpty()) {
      events.add(new TextDelta(text));
    }
    chunk.events().stream().filter(event -> !(event instanceof TextDelta)).forEach(events::add);
    return new ChatChunk(events, chunk.json().map(json -> with(text, json)));
  }

  // What may be told by now of all that is held.
  private String text(boolean isEnd) {
    String all = held.toString();
    isDecided = isEnd || all.startsWith(echo) || !echo.startsWith(all);
    if (!isDecided) {
      return "";
    }
    String seen = all.startsWith(echo) ? echo : echo.stripTrailing();
    return all.startsWith(seen) ? all.substring(seen.length()) : all;
  }

  private static boolean isPlain(JsonObject chunk) {
    return chunk.array("choices").stream()
        .flatMap(JsonArray::objects)
        .anyMatch(choice -> choice.has("message"));
  }

  private static JsonObject with(String text, JsonObject chunk) {
    return ObjectList.changed(
        chunk,
        "choices",
        choice -> {
          if (choice.number("index").orElse(0) != 0) {
            return choice;
          }
          String member = choice.has("delta") ? "delta" : "message";
          JsonObject said = choice.object(member).orElse(JsonObject.empty());
          boolean isNothing = text.isEmpty() && member.equals("delta");
          return choice.with(
              member,
              isNothing ? said.without(Set.of(CONTENT)) : said.with(CONTENT, new JsonString(text)));
        });
  }
}
