package dev.mainstay.provider.openai;

import dev.mainstay.json.Json;
import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonException;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
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

  // Looked up, not searched: how many calls there are is the provider's to say.
  private final Map<Long, Call> byIndex = new HashMap<>();
  private final Map<String, Call> byId = new HashMap<>();
  private @Nullable Call latest;
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  /** The pieces in a delta, {@code tool_calls} and the legacy {@code function_call}. */
  List<ToolCallDelta> pieces(JsonObject delta) {
    List<ToolCallDelta> events = new ArrayList<>();
    in(delta).forEach(piece -> events.add(piece(call(piece), piece)));
    legacy(delta)
        .ifPresent(function -> events.add(piece(numbered(LEGACY, JsonObject.empty()), function)));
    return events;
  }

  /** The calls in a message, each in one piece. */
  List<ToolCallDelta> whole(JsonObject message) {
    List<ToolCallDelta> events = new ArrayList<>();
    in(message).forEach(call -> events.add(piece(begin(NO_INDEX), call)));
    legacy(message).ifPresent(function -> events.add(piece(begin(LEGACY), function)));
    return events;
  }

  private static Stream<JsonObject> in(JsonObject message) {
    return message.array("tool_calls").stream().flatMap(JsonArray::objects);
  }

  private static Optional<JsonObject> legacy(JsonObject message) {
    return message.object("function_call").map(function -> JsonObject.of("function", function));
  }

  private Call call(JsonObject piece) {
    OptionalLong index = piece.number("index");
    return index.isPresent()
        ? numbered(index.getAsLong(), piece)
        : unnumbered(id(piece), name(piece));
  }

  private Call numbered(long index, JsonObject piece) {
    String id = id(piece);
    String name = name(piece);
    Call last = byIndex.get(index);
    if (last != null) {
      boolean isOther =
          last.isOther(id, name)
              || (id.isEmpty() && last.isFollowed(name, arguments(function(piece))));
      return isOther ? begin(index) : last;
    }
    return name.isEmpty() ? withId(id).orElseGet(() -> begin(index)) : begin(index);
  }

  private Call unnumbered(String id, String name) {
    return withId(id)
        .or(() -> Optional.ofNullable(latest).filter(call -> name.isEmpty()))
        .orElseGet(() -> begin(NO_INDEX));
  }

  private Optional<Call> withId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  private Call begin(long index) {
    Call begun = new Call(count++);
    if (count <= MOST_CALLS) {
      byIndex.put(index, begun);
    }
    latest = begun;
    return begun;
  }

  private ToolCallDelta piece(Call call, JsonObject piece) {
    ToolCallDelta delta = call.piece(id(piece), name(piece), arguments(function(piece)));
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
    private String id = "";
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();

    Call(int number) {
      this.number = number;
    }

    // Some send a new id with every piece, and no name: that is the same call.
    boolean isOther(String otherId, String otherName) {
      if (otherName.isEmpty() || name.isEmpty()) {
        return false;
      }
      boolean hasOtherId = !otherId.isEmpty() && !id.isEmpty() && !otherId.equals(id);
      return hasOtherId || !otherName.equals(name);
    }

    // Where calls have neither ids nor numbers of their own: whole arguments are not gone on with.
    boolean isFollowed(String nextName, String nextArguments) {
      return !nextName.isEmpty()
          && nextName.equals(name)
          && nextArguments.stripLeading().startsWith("{")
          && isObject(arguments.toString());
    }

    private static boolean isObject(String text) {
      try {
        return !text.isBlank() && Json.parse(text) instanceof JsonObject;
      } catch (JsonException e) {
        return false;
      }
    }

    ToolCallDelta piece(String nextId, String nextName, String nextArguments) {
      String newId = id.isEmpty() ? nextId : "";
      String newName = name.isEmpty() ? nextName : "";
      id = id + newId;
      name = name + newName;
      arguments.append(nextArguments);
      return new ToolCallDelta(number, newId, newName, nextArguments);
    }
  }
}
