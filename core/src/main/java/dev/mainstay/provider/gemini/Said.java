package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.provider.wire.Logprobs;
import java.util.ArrayList;
import java.util.List;

/**
 * What a piece of an answer says.
 *
 * @param events what OpenAI has words for
 * @param more what it has none for, as further members of the message or delta
 * @param logprobs how probable the tokens of {@code events} were
 */
record Said(List<ChatEvent> events, JsonObject more, Logprobs logprobs) {
  Said {
    events = List.copyOf(events);
  }

  static Said of(ChatEvent... events) {
    return new Said(List.of(events), JsonObject.empty(), Logprobs.none());
  }

  /** The item of a list that is the further member {@code name}. */
  static Said item(String name, JsonValue item) {
    return members(JsonObject.of(name, JsonArray.of(item)));
  }

  /** Further members alone. */
  static Said members(JsonObject more) {
    return new Said(List.of(), more, Logprobs.none());
  }

  /** This, with how probable its tokens were. */
  Said with(Logprobs logprobs) {
    return new Said(events, more, logprobs);
  }

  /** Whether there is text in it. */
  boolean hasText() {
    return events.stream().anyMatch(ChatEvent.TextDelta.class::isInstance);
  }

  /**
   * This as what the choice {@code index} says. What is beside OpenAI's words has its place in the
   * first choice.
   */
  Said ofChoice(int index) {
    return index == 0
        ? this
        : new Said(
            events.stream().<ChatEvent>map(event -> new OtherChoice(index, event)).toList(),
            JsonObject.empty(),
            Logprobs.of(index, logprobs.tokens().getOrDefault(0, JsonArray.of())));
  }

  /** All of {@code pieces} in one: members that are lists in several are joined. */
  static Said joined(List<Said> pieces) {
    List<ChatEvent> events = new ArrayList<>();
    JsonObjectBuilder more = JsonObject.builder();
    Logprobs logprobs = Logprobs.none();
    for (Said piece : pieces) {
      events.addAll(piece.events);
      logprobs = logprobs.and(piece.logprobs);
      piece.more.forEach((name, value) -> more.put(name, joined(more.build(), name, value)));
    }
    return new Said(events, more.build(), logprobs);
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
