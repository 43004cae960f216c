package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.text.ObjectEnd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the tool calls of one choice in the order in which they begin, whatever numbers the
 * provider gives them: some give none, some give all of them the same, some repeat id and name in
 * each piece.
 */
final class ToolCallReader {
  private static final long NO_INDEX = -1;
  private static final long LEGACY = -2;

  // Nobody wants that many called; what comes beyond is no longer put together.
  private static final int MOST_CALLS = 16 * 1024;

  // No tool's name is that long: what comes beyond is another call's, or nobody's.
  private static final int MOST_OF_A_NAME = 1024;

  // Looked up, not searched: how many calls there are is the provider's to say.
  private final Map<Long, Call> byIndex = new HashMap<>();
  private final Map<String, Call> byId = new HashMap<>();
  private final List<Call> inOrder = new ArrayList<>();
  private @Nullable Call latest;
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  /** The pieces in a delta, {@code tool_calls} and the legacy {@code function_call}. */
  List<ToolCallDelta> pieces(JsonObject delta) {
    if (areNoneIn(delta)) {
      return List.of();
    }
    List<ToolCallDelta> events = new ArrayList<>();
    in(delta).forEach(piece -> events.add(piece(call(piece), piece)));
    legacy(delta)
        .ifPresent(function -> events.add(piece(numbered(LEGACY, JsonObject.empty()), function)));
    return events;
  }

  /** The calls in a message, each in one piece. */
  List<ToolCallDelta> whole(JsonObject message) {
    if (areNoneIn(message)) {
      return List.of();
    }
    List<ToolCallDelta> events = new ArrayList<>();
    in(message).forEach(call -> events.add(piece(begin(NO_INDEX), call)));
    legacy(message).ifPresent(function -> events.add(piece(begin(LEGACY), function)));
    return events;
  }

  /**
   * What is new of a message's calls.
   *
   * @param events the pieces
   * @param json a delta that says them, and no more
   */
  record Grown(List<ToolCallDelta> events, JsonObject json) {}

  /**
   * What a message that repeats the calls before it has beyond them; nothing where it has others in
   * their place. Arguments that were whole are not looked at: they may be written otherwise.
   */
  Optional<Grown> grown(JsonObject message) {
    List<ToolCallDelta> events = new ArrayList<>();
    JsonObjectBuilder delta = JsonObject.builder();
    List<JsonValue> calls = new ArrayList<>();
    int position = 0;
    for (JsonObject call : in(message).toList()) {
      Call known = position < inOrder.size() ? inOrder.get(position) : null;
      Optional<JsonObject> more = more(known, NO_INDEX, call, events);
      if (more.isEmpty()) {
        return Optional.empty();
      }
      more.filter(rest -> !rest.isEmpty()).ifPresent(calls::add);
      position++;
    }
    if (!calls.isEmpty()) {
      delta.put("tool_calls", JsonArray.of(calls));
    }
    Optional<JsonObject> legacy = legacy(message);
    if (legacy.isPresent()) {
      Optional<JsonObject> more = more(byIndex.get(LEGACY), LEGACY, legacy.get(), events);
      if (more.isEmpty()) {
        return Optional.empty();
      }
      more.get().object("function").ifPresent(rest -> delta.put("function_call", rest));
    }
    return Optional.of(new Grown(events, delta.build()));
  }

  // What a call has beyond what is known of it, an empty object where that is all; nothing where
  // it has other arguments.
  private Optional<JsonObject> more(
      @Nullable Call known, long index, JsonObject call, List<ToolCallDelta> events) {
    if (known == null) {
      events.add(piece(begin(index), call));
      return Optional.of(call);
    }
    Optional<String> rest = known.grow(arguments(function(call)));
    rest.filter(text -> !text.isEmpty())
        .ifPresent(text -> events.add(new ToolCallDelta(known.number, "", "", text)));
    return rest.map(text ->
        text.isEmpty()
            ? JsonObject.empty()
            : JsonObject.of("function", JsonObject.of("arguments", new JsonString(text))));
  }

  private static boolean areNoneIn(JsonObject message) {
    return !message.has("tool_calls") && !message.has("function_call");
  }

  private static Stream<JsonObject> in(JsonObject message) {
    return list(message).objects();
  }

  /** The calls in {@code message}; one may stand there without a list. */
  static JsonArray list(JsonObject message) {
    return switch (message.get("tool_calls").orElse(JsonNull.NULL)) {
      case JsonArray list -> list;
      case JsonObject one when !function(one).isEmpty() -> JsonArray.of(List.of(one));
      default -> JsonArray.of();
    };
  }

  private static Optional<JsonObject> legacy(JsonObject message) {
    return message.object("function_call").map(function -> JsonObject.of("function", function));
  }

  private Call call(JsonObject piece) {
    OptionalLong index = piece.number("index");
    return index.isPresent() ? numbered(index.getAsLong(), piece) : unnumbered(piece);
  }

  private Call numbered(long index, JsonObject piece) {
    String id = id(piece);
    String name = name(piece);
    Call last = byIndex.get(index);
    if (last != null) {
      if (last.isFollowed(piece)) {
        return follow(index, last);
      }
      return last.isOther(id, name) ? begin(index) : last;
    }
    return name.isEmpty() ? withId(id).orElseGet(() -> begin(index)) : begin(index);
  }

  private Call unnumbered(JsonObject piece) {
    Optional<Call> known = withId(id(piece));
    Call last = latest;
    if (known.isPresent() || last == null || !name(piece).isEmpty()) {
      return known.orElseGet(() -> begin(NO_INDEX));
    }
    return last.isFollowed(piece) ? follow(NO_INDEX, last) : last;
  }

  private Optional<Call> withId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  private Call begin(long index) {
    Call begun = new Call(count++, index == LEGACY);
    if (count <= MOST_CALLS) {
      byIndex.put(index, begun);
      if (index != LEGACY) {
        inOrder.add(begun);
      }
    }
    latest = begun;
    return begun;
  }

  private Call follow(long index, Call last) {
    Call next = begin(index);
    next.inherited = last.name;
    return next;
  }

  private ToolCallDelta piece(Call call, JsonObject piece) {
    ToolCallDelta delta = call.piece(piece);
    if (!delta.id().isEmpty() && count <= MOST_CALLS) {
      byId.put(delta.id(), call);
    }
    return delta;
  }

  private static String id(JsonObject piece) {
    return piece.text("id").orElse("");
  }

  private static String name(JsonObject piece) {
    return function(piece).text("name").orElse("");
  }

  private static JsonObject function(JsonObject piece) {
    return piece.object("function").or(() -> piece.object("custom")).orElse(JsonObject.empty());
  }

  // Custom tools have text under "input"; some servers send arguments as an object.
  private static String arguments(JsonObject function) {
    JsonValue arguments =
        function.get("arguments").or(() -> function.get("input")).orElse(JsonNull.NULL);
    return switch (arguments) {
      case JsonString(String text) -> text;
      case JsonNull nothing -> "";
      default -> arguments.toJson();
    };
  }

  /** One call as far as it has come. */
  private static final class Call {
    private final int number;
    private final boolean isLegacy;
    private String id = "";
    private String name = "";
    private String inherited = "";
    private boolean hasArguments;
    private final ObjectEnd arguments = new ObjectEnd();
    private final SaidText said = new SaidText();

    Call(int number, boolean isLegacy) {
      this.number = number;
      this.isLegacy = isLegacy;
    }

    // Some send a new id with every piece, and no name: that is the same call.
    boolean isOther(String otherId, String otherName) {
      if (otherName.isEmpty() || name.isEmpty()) {
        return false;
      }
      boolean hasOtherId = !otherId.isEmpty() && !id.isEmpty() && !otherId.equals(id);
      return hasOtherId || !(otherName.equals(name) || isBeingNamed());
    }

    // Some servers send a name in pieces, before any arguments. Without an id only the name tells a
    // call from the next one, so there another name is another call's; a function_call has no next.
    private boolean isBeingNamed() {
      return (isLegacy || !id.isEmpty()) && !hasArguments && name.length() < MOST_OF_A_NAME;
    }

    // Whole arguments are not gone on with: an object behind them is another call's, who has the
    // name from the last where it brings none.
    boolean isFollowed(JsonObject piece) {
      String nextId = id(piece);
      String nextName = name(piece);
      return arguments.isWhole()
          && (nextId.isEmpty() || !nextId.equals(id))
          && (nextName.isEmpty() || nextName.equals(name))
          && piece.object("custom").isEmpty()
          && ObjectEnd.isOpenedBy(arguments(function(piece)));
    }

    // Some say a call whole at its end once more: nothing can follow an object.
    private boolean isSaidAgain(JsonObject piece, String told) {
      return arguments.isWhole()
          && !id.isEmpty()
          && id(piece).equals(id)
          && ObjectEnd.isOpenedBy(told)
          && said.rest(told).filter(String::isEmpty).isPresent();
    }

    ToolCallDelta piece(JsonObject piece) {
      String nextName = name(piece);
      String newId = id.isEmpty() ? id(piece) : "";
      String newName = newName(nextName);
      String told = arguments(function(piece));
      String text = isSaidAgain(piece, told) ? "" : told;
      id = id + newId;
      name = name + newName;
      add(text);
      return new ToolCallDelta(number, newId, newName, text);
    }

    private String newName(String told) {
      if (name.isEmpty()) {
        return told.isEmpty() ? inherited : told;
      }
      return isBeingNamed() && !told.equals(name) ? told : "";
    }

    /** Adds what {@code whole} arguments have beyond these; nothing if they begin otherwise. */
    Optional<String> grow(String whole) {
      Optional<String> rest = arguments.isWhole() ? Optional.of("") : said.rest(whole);
      rest.ifPresent(this::add);
      return rest;
    }

    private void add(String text) {
      hasArguments |= !text.isEmpty();
      arguments.add(text);
      said.add(text);
    }
  }
}
