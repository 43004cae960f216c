package dev.mainstay.stream;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.text.WholeCharacters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Many texts that come piece by piece, each known by a name, as whole characters. */
final class WholeTexts {
  private static final int MOST_WAITING = 1024;
  // What lies deeper than any client reads stays as it is: names grow with the depth.
  private static final int LONGEST_NAME = 256;
  private static final Set<String> SAYINGS = Set.of("delta", "message");

  // Only of texts whose last half is waiting for the next.
  private final Map<String, WholeCharacters> waiting = new HashMap<>();
  private int changes;

  boolean areWaiting() {
    return !waiting.isEmpty();
  }

  /** Takes the next piece of the text {@code name}; gives what is whole. */
  String add(String name, String text) {
    WholeCharacters whole = waiting.remove(name);
    if (whole == null) {
      if (!WholeCharacters.hasSurrogate(text)) {
        return text;
      }
      whole = new WholeCharacters();
    }
    String shown = whole.add(text);
    if (whole.isWaiting() && waiting.size() < MOST_WAITING) {
      waiting.put(name, whole);
    }
    return shown;
  }

  /** {@code chunk} with all that its choices say; itself where that is whole. */
  JsonObject inDeltas(JsonObject chunk) {
    int before = changes;
    JsonArray choices = chunk.array("choices").orElse(JsonArray.of());
    List<JsonValue> whole = new ArrayList<>();
    for (JsonValue choice : choices) {
      String name = name(choice, whole.size());
      whole.add(choice instanceof JsonObject object ? inChoice(name, object) : choice);
    }
    return changes == before ? chunk : chunk.with("choices", JsonArray.of(whole));
  }

  private JsonObject inChoice(String name, JsonObject choice) {
    int before = changes;
    JsonObjectBuilder whole = JsonObject.builder();
    choice.forEach(
        (member, value) -> whole.put(member, SAYINGS.contains(member) ? in(name, value) : value));
    return changes == before ? choice : whole.build();
  }

  private JsonValue in(String name, JsonValue value) {
    if (name.length() > LONGEST_NAME) {
      return value;
    }
    return switch (value) {
      case JsonString(String text) -> inString(name, text, value);
      case JsonObject object -> inObject(name, object);
      case JsonArray list -> inList(name, list);
      default -> value;
    };
  }

  private JsonValue inString(String name, String text, JsonValue value) {
    String shown = add(name, text);
    if (shown.equals(text)) {
      return value;
    }
    changes++;
    return new JsonString(shown);
  }

  private JsonValue inObject(String name, JsonObject object) {
    int before = changes;
    JsonObjectBuilder whole = JsonObject.builder();
    object.forEach((member, value) -> whole.put(member, in(name + '/' + member, value)));
    return changes == before ? object : whole.build();
  }

  private JsonValue inList(String name, JsonArray list) {
    int before = changes;
    List<JsonValue> whole = new ArrayList<>();
    for (JsonValue item : list) {
      whole.add(in(name + '/' + name(item, whole.size()), item));
    }
    return changes == before ? list : JsonArray.of(whole);
  }

  // What comes in pieces is numbered where there may be several, as choices and tool calls are.
  private static String name(JsonValue item, int position) {
    return item instanceof JsonObject object && object.number("index").isPresent()
        ? Long.toString(object.number("index").getAsLong())
        : Integer.toString(position);
  }
}
