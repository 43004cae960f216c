package dev.mainstay.stream;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The names of tool calls that are held, each told whole where its call begins. Some servers tell
 * one after the id, or in pieces; clients take what a call begins with for all of it, or refuse a
 * call that begins without one.
 */
final class CallNames {
  private final Map<Place, String> whole = new HashMap<>();
  private final Set<Place> told = new HashSet<>();
  private final Set<Place> toldInJson = new HashSet<>();
  private boolean isAnyLate;

  private CallNames() {}

  /** A call, by its choice and its number. */
  private record Place(int choice, long call) {}

  /** {@code held} with names that came late in their places; itself where there are none. */
  static List<ChatChunk> whole(List<ChatChunk> held) {
    CallNames names = new CallNames();
    held.forEach(chunk -> chunk.events().forEach(event -> names.note(0, event)));
    return names.isAnyLate ? held.stream().map(names::named).toList() : held;
  }

  private void note(int choice, ChatEvent event) {
    if (event instanceof OtherChoice(int index, ChatEvent inner)) {
      note(index, inner);
    } else if (event instanceof ToolCallDelta call) {
      String before = whole.putIfAbsent(new Place(choice, call.index()), call.name());
      if (before != null && !call.name().isEmpty() && !call.name().equals(before)) {
        isAnyLate = true;
        whole.put(new Place(choice, call.index()), before + call.name());
      }
    }
  }

  private ChatChunk named(ChatChunk chunk) {
    if (!chunk.hasToolCall()) {
      return chunk;
    }
    Optional<JsonObject> json =
        chunk
            .json()
            .map(whole -> changed(whole, "choices", choice -> ofChoice(choice, chunk.events())));
    return new ChatChunk(chunk.events().stream().map(event -> named(0, event)).toList(), json);
  }

  private ChatEvent named(int choice, ChatEvent event) {
    return switch (event) {
      case OtherChoice(int index, ChatEvent inner) -> new OtherChoice(index, named(index, inner));
      case ToolCallDelta(int index, String id, String name, String arguments) -> {
        Place place = new Place(choice, index);
        yield new ToolCallDelta(index, id, told.add(place) ? name(place) : "", arguments);
      }
      default -> event;
    };
  }

  private JsonObject ofChoice(JsonObject choice, List<ChatEvent> events) {
    int index = (int) choice.number("index").orElse(0);
    return choice
        .object("delta")
        .map(delta -> changed(delta, "tool_calls", call -> ofCall(index, call)))
        .map(delta ->
            delta
                .object("function_call")
                .map(legacy -> delta.with("function_call", ofLegacy(index, legacy, events)))
                .orElse(delta))
        .map(delta -> choice.with("delta", delta))
        .orElse(choice);
  }

  private JsonObject ofCall(int choice, JsonObject call) {
    Place place = new Place(choice, call.number("index").orElse(0));
    String member = isCustom(call) ? "custom" : "function";
    JsonObject function = ofFunction(place, call.object(member).orElse(JsonObject.empty()));
    return function.isEmpty() && !call.has(member) ? call : call.with(member, function);
  }

  // It has no number of its own; of a chunk's calls its event is the last.
  private JsonObject ofLegacy(int choice, JsonObject function, List<ChatEvent> events) {
    long last = 0;
    for (ChatEvent event : events) {
      int told = event instanceof OtherChoice other ? other.index() : 0;
      ChatEvent inner = event instanceof OtherChoice other ? other.event() : event;
      last = told == choice && inner instanceof ToolCallDelta call ? call.index() : last;
    }
    return ofFunction(new Place(choice, last), function);
  }

  private JsonObject ofFunction(Place place, JsonObject function) {
    if (!toldInJson.add(place)) {
      return function.without(Set.of("name"));
    }
    return name(place).isEmpty() ? function : function.with("name", name(place));
  }

  // A call may begin with its id and its type alone.
  private static boolean isCustom(JsonObject call) {
    return call.object("function").isEmpty()
        && (call.object("custom").isPresent() || call.text("type").equals(Optional.of("custom")));
  }

  private String name(Place place) {
    return whole.getOrDefault(place, "");
  }

  private static JsonObject changed(
      JsonObject object, String list, Function<JsonObject, JsonObject> change) {
    Optional<JsonArray> items = object.array(list);
    if (items.isEmpty()) {
      return object;
    }
    List<JsonValue> changed =
        items.get().items().stream()
            .map(item -> item instanceof JsonObject each ? change.apply(each) : item)
            .toList();
    return object.with(list, JsonArray.of(changed));
  }
}
