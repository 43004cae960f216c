package dev.mainstay.provider.gemini;

import dev.mainstay.json.JsonArray;
import dev.mainstay.json.JsonObject;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The tool calls of one candidate, of which several may be written at the same time: whole, or by
 * their names first, then pieces of their arguments, and one without anything that closes them.
 */
final class OpenCalls {
  private static final int MOST_OPEN = 128;

  private final String idPrefix;
  private final Deque<Open> open = new ArrayDeque<>();
  private int count;

  /**
   * @param idPrefix what the ids begin with of calls that come without any
   */
  OpenCalls(String idPrefix) {
    this.idPrefix = idPrefix;
  }

  /** How many calls there have been. */
  int count() {
    return count;
  }

  /** Whether one is still being written. */
  boolean isAnyOpen() {
    return !open.isEmpty();
  }

  /** What {@code piece}, a call or a part of one, says. */
  ToolCallDelta read(JsonObject piece) {
    Optional<Open> known = known(piece);
    Open call = known.orElseGet(() -> begin(piece));
    piece.array("partialArgs").orElse(JsonArray.of()).objects().forEach(call.arguments::add);
    ArgumentPieces.requireFew(open.stream().mapToLong(each -> each.arguments.bytes()).sum());
    String id = known.isPresent() ? "" : call.id;
    String name = known.isPresent() ? "" : piece.text("name").orElse("");
    // An empty piece shows that the call is still being written.
    return new ToolCallDelta(call.index, id, name, isLast(piece) ? end(call, piece) : "");
  }

  // Who has no id belongs to the last, unless it has a name.
  private Optional<Open> known(JsonObject piece) {
    Optional<String> id = piece.text("id");
    if (id.isPresent()) {
      return open.stream().filter(call -> call.id.equals(id.get())).findFirst();
    }
    return piece.has("name") ? Optional.empty() : Optional.ofNullable(open.peekLast());
  }

  private Open begin(JsonObject piece) {
    if (open.size() == MOST_OPEN) {
      throw new IllegalArgumentException("over " + MOST_OPEN + " tool calls are open at once");
    }
    Open call =
        new Open(count, piece.text("id").orElseGet(() -> idPrefix + count), new ArgumentPieces());
    count++;
    open.add(call);
    return call;
  }

  private static boolean isLast(JsonObject piece) {
    return !piece.flag("willContinue").orElse(false);
  }

  private String end(Open call, JsonObject piece) {
    open.remove(call);
    return piece
        .object("args")
        .map(JsonObject::toJson)
        .orElseGet(() -> call.arguments.json().toJson());
  }

  private record Open(int index, String id, ArgumentPieces arguments) {}
}
