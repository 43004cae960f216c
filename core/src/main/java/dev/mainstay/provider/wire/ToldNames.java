package dev.mainstay.provider.wire;

import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonString;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The calls of an answer by the names that its caller has for them. A name may come in pieces: what
 * may become one of ours is held back until it is, or arguments follow. One answer each; not
 * thread-safe.
 */
final class ToldNames {
  private static final String NAME = "name";
  private static final List<String> KINDS = List.of("function", "custom");

  private final Map<String, String> callers;
  private final Set<String> known;
  private final Map<Object, String> heldOfEvents = new HashMap<>();
  private final Map<Object, String> heldOfJson = new HashMap<>();

  /**
   * Names of one answer.
   *
   * @param callers the caller's names, by those that were sent instead
   * @param known every name that was sent
   */
  ToldNames(Map<String, String> callers, Set<String> known) {
    this.callers = callers;
    this.known = known;
  }

  /** What is told for the next chunk. */
  ChatChunk told(ChatChunk chunk) {
    if (chunk.json().isEmpty() && chunk.events().isEmpty()) {
      return chunk;
    }
    return new ChatChunk(
        chunk.events().stream().map(event -> told(event, 0)).toList(),
        chunk.json().map(json -> ObjectList.changed(json, "choices", this::choice)));
  }

  private ChatEvent told(ChatEvent event, int choice) {
    if (event instanceof ToolCallDelta(int index, String id, String name, String arguments)) {
      List<Integer> call = List.of(choice, index);
      return new ToolCallDelta(
          index, id, told(heldOfEvents, call, name, !arguments.isEmpty()), arguments);
    }
    return event instanceof OtherChoice(int index, ChatEvent other)
        ? new OtherChoice(index, told(other, index))
        : event;
  }

  private JsonObject choice(JsonObject choice) {
    long index = choice.number("index").orElse(0);
    JsonObject delta =
        ObjectMember.changed(choice, "delta", message -> message(message, index, false));
    return ObjectMember.changed(delta, "message", message -> message(message, index, true));
  }

  private JsonObject message(JsonObject message, long choice, boolean isWhole) {
    JsonObject called =
        ObjectList.changed(message, "tool_calls", call -> call(call, choice, isWhole));
    return ObjectMember.changed(
        called, "function_call", function -> named(function, List.of(choice), isWhole));
  }

  private JsonObject call(JsonObject call, long choice, boolean isWhole) {
    List<Long> key = List.of(choice, call.number("index").orElse(-1));
    JsonObject told = call;
    for (String kind : KINDS) {
      told = ObjectMember.changed(told, kind, function -> named(function, key, isWhole));
    }
    return told;
  }

  private JsonObject named(JsonObject function, Object call, boolean isWhole) {
    String piece = function.text(NAME).orElse("");
    boolean hasMore = function.text("arguments").filter(text -> !text.isEmpty()).isPresent();
    String name = told(heldOfJson, call, piece, isWhole || hasMore);
    return name.equals(piece) ? function : function.with(NAME, new JsonString(name));
  }

  private String told(Map<Object, String> held, Object call, String piece, boolean isLast) {
    if (piece.isEmpty() && held.isEmpty()) {
      return piece;
    }
    String name = Optional.ofNullable(held.remove(call)).orElse("") + piece;
    if (!isLast && mayBecomeOurs(name)) {
      held.put(call, name);
      return "";
    }
    return callers.getOrDefault(name, name);
  }

  private boolean mayBecomeOurs(String name) {
    return !name.isEmpty()
        && !known.contains(name)
        && callers.keySet().stream().anyMatch(ours -> ours.startsWith(name));
  }
}
