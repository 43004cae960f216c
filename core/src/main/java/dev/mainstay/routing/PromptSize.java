package dev.mainstay.routing;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonBoolean;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;

/**
 * How much text there is in a prompt: that of its messages, of the tool calls in them and of its
 * tools. Pictures, sound and files are not counted.
 *
 * <p>The unit is a byte of UTF-8, and what tokenizers fold into the token beside it is left out:
 * whitespace, and a character that repeats the one before it.
 */
final class PromptSize {
  private long bytes;

  private PromptSize() {}

  static int of(JsonObject request) {
    PromptSize size = new PromptSize();
    request.array("messages").ifPresent(size::addMessages);
    request.array("tools").ifPresent(size::addAll);
    return Math.clamp(size.bytes, 0, Integer.MAX_VALUE);
  }

  private void addMessages(JsonArray messages) {
    for (JsonValue message : messages) {
      if (message instanceof JsonObject object) {
        object.get("content").ifPresent(this::addContent);
        object.array("tool_calls").ifPresent(this::addAll);
      }
    }
  }

  private void addContent(JsonValue content) {
    if (content instanceof JsonString(String text)) {
      add(text);
    } else if (content instanceof JsonArray parts) {
      for (JsonValue part : parts) {
        if (part instanceof JsonObject object) {
          object.text("text").ifPresent(this::add);
        }
      }
    }
  }

  private void addAll(JsonValue value) {
    switch (value) {
      case JsonString(String text) -> add(text);
      case JsonArray items -> items.forEach(this::addAll);
      case JsonObject object -> object.forEach((name, member) -> addAll(member));
      case JsonNumber number -> add(number.toString());
      case JsonBoolean flag -> add(flag.toString());
      case JsonNull nothing -> add(nothing.toString());
    }
  }

  private void add(String text) {
    char before = ' ';
    long sum = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != before && !Character.isWhitespace(c)) {
        sum += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      }
      before = c;
    }
    bytes += sum;
  }
}
