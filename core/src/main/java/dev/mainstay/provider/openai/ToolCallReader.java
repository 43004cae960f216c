package dev.mainstay.provider.openai;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonNull;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.json.JsonValue;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the tool calls of one choice in the order in which they begin, whatever numbers the provider
 * gives them: some give none, some give all of them the same, some repeat id and name in each piece.
 */
final class ToolCallReader {
  private static final long NO_INDEX = -1;
  private static final long LEGACY = -2;

  private final List<Call> calls = new ArrayList<>();

  boolean isEmpty() {
    return calls.isEmpty();
  }

  /** The pieces in {@code tool_calls} and the legacy {@code function_call} of a message or delta. */
  List<ChatEvent> read(JsonObject message) {
    List<ChatEvent> events = new ArrayList<>();
    message.array("tool_calls").stream()
        .flatMap(JsonArray::objects)
        .forEach(piece -> events.add(read(piece)));
    message
        .object("function_call")
        .ifPresent(function -> events.add(piece(call(LEGACY, "", ""), "", function)));
    return events;
  }

  private ToolCallDelta read(JsonObject piece) {
    JsonObject function =
        piece.object("function").or(() -> piece.object("custom")).orElse(JsonObject.empty());
    String id = piece.text("id").orElse("");
    Call call =
        call(piece.number("index").orElse(NO_INDEX), id, function.text("name").orElse(""));
    return piece(call, id, function);
  }

  private static ToolCallDelta piece(Call call, String id, JsonObject function) {
    return call.piece(id, function.text("name").orElse(""), arguments(function));
  }

  private Call call(long index, String id, String name) {
    return known(index, id, name)
        .orElseGet(
            () -> {
              calls.add(new Call(calls.size(), index));
              return calls.getLast();
            });
  }

  // Ids that change from piece to piece are seen as well: only with a name do they begin a new call.
  private Optional<Call> known(long index, String id, String name) {
    Call last = null;
    for (Call call : calls) {
      if (!id.isEmpty() && id.equals(call.id)) {
        return Optional.of(call);
      }
      if (index == call.index) {
        last = call;
      }
    }
    boolean begins = last != null && last.isOther(id, name);
    return begins ? Optional.empty() : Optional.ofNullable(last).or(() -> latest(index, id, name));
  }

  private Optional<Call> latest(long index, String id, String name) {
    boolean isContinued = index == NO_INDEX && id.isEmpty() && name.isEmpty() && !calls.isEmpty();
    return isContinued ? Optional.of(calls.getLast()) : Optional.empty();
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
    private final long index;
    private String id = "";
    private String name = "";

    Call(int number, long index) {
      this.number = number;
      this.index = index;
    }

    boolean isOther(String otherId, String otherName) {
      boolean hasOtherId = !otherId.isEmpty() && !id.isEmpty();
      boolean hasOtherName = !otherName.isEmpty() && !name.isEmpty();
      return hasOtherId && hasOtherName;
    }

    ToolCallDelta piece(String nextId, String nextName, String arguments) {
      String newId = id.isEmpty() ? nextId : "";
      String newName = name.isEmpty() ? nextName : "";
      id = id + newId;
      name = name + newName;
      return new ToolCallDelta(number, newId, newName, arguments);
    }
  }
}
