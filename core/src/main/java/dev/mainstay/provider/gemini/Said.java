package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * What a piece of an answer says.
 *
 * @param events what OpenAI has words for
 * @param more what it has none for, as further members of the message or delta
 */
record Said(List<ChatEvent> events, JsonObject more) {
  Said {
    events = List.copyOf(events);
  }

  static Said of(ChatEvent... events) {
    return new Said(List.of(events), JsonObject.empty());
  }

  /** The item of a list that is the further member {@code name}. */
  static Said item(String name, JsonValue item) {
    return new Said(List.of(), JsonObject.of(name, JsonArray.of(item)));
  }

  /** All of {@code pieces} in one: members that are lists in several are joined. */
  static Said joined(List<Said> pieces) {
    List<ChatEvent> events = new ArrayList<>();
    JsonObjectBuilder more = JsonObject.builder();
    for (Said piece : pieces) {
      events.addAll(piece.events);
      piece.more.forEach((name, value) -> more.put(name, joined(more.build(), name, value)));
    }
    return new Said(events, more.build());
  }

  private static JsonValue joined(JsonObject before, String name, JsonValue value) {
    if (!(value instanceof JsonArray items) || before.array(name).isEmpty()) {
      return value;
    }
    List<JsonValue> all = new ArrayList<>(before.array(name).orElseThrow().items());
    all.addAll(items.items());
    return JsonArray.of(all);
  }
}
