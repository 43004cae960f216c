package dev.mainstay.stream;

import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.text.ObjectEnd;
import java.util.HashMap;
import java.util.Map;

/** How far the arguments of one choice's tool calls have come. Not thread-safe. */
final class ToolCallEnds {
  // Nobody wants that many called; what comes beyond is not watched.
  private static final int MOST_CALLS = 16 * 1024;

  private final Map<Integer, ObjectEnd> calls = new HashMap<>();
  // Counted, not searched: an end may be told with every piece.
  private int open;
  private int whole;
  private long latest = -1;

  /** Hears a piece of a call, in the stream's event of the number {@code event}. */
  void add(ToolCallDelta piece, long event) {
    latest = event;
    if (calls.size() >= MOST_CALLS && !calls.containsKey(piece.index())) {
      return;
    }
    ObjectEnd arguments = calls.computeIfAbsent(piece.index(), begun -> new ObjectEnd());
    count(arguments, -1);
    arguments.add(piece.arguments());
    count(arguments, 1);
  }

  /**
   * Whether an end that is told in {@code event} stands in mid-call: an object of arguments has
   * begun and is not whole. Beside a piece of a call, which may be the first of several, anything
   * but whole objects is that.
   */
  boolean isCutBy(long event) {
    return open > 0 || (latest == event && !isEachWhole());
  }

  private boolean isEachWhole() {
    return whole == calls.size();
  }

  private void count(ObjectEnd arguments, int one) {
    open += arguments.isOpen() ? one : 0;
    whole += arguments.isWhole() ? one : 0;
  }
}
