package dev.mainstay.provider.anthropic;

import dev.mainstay.model.ChatEvent.ToolCallDelta;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What waits until an open tool call is whole, in the order in which it began: blocks come one
 * after another, but other dialects may interleave their calls. The pieces of each call wait
 * together. Not thread-safe.
 */
final class WaitingBlocks {
  /** How many characters wait at most: 1 Mi. */
  static final int MOST = 1024 * 1024;

  /** How many pieces wait at most: 16 Ki. */
  static final int MOST_PIECES = 16 * 1024;

  private final Deque<Block> blocks = new ArrayDeque<>();
  private final Map<Integer, Call> calls = new HashMap<>();
  private long size;
  private int pieces;

  /** What waits as one. */
  sealed interface Block {}

  /**
   * A tool call as far as it has come.
   *
   * @param pieces its pieces in order
   */
  record Call(List<ToolCallDelta> pieces) implements Block {}

  /**
   * Anything else.
   *
   * @param writing writes it
   */
  record Other(Runnable writing) implements Block {}

  /** {@code piece} waits, after those of its call. */
  void add(ToolCallDelta piece) {
    Call call = calls.get(piece.index());
    if (call == null) {
      call = new Call(new ArrayList<>());
      calls.put(piece.index(), call);
      blocks.add(call);
    }
    call.pieces().add(piece);
    count(piece.arguments().length() + piece.name().length() + piece.id().length());
  }

  /** What {@code writing} writes waits, which has {@code length} characters. */
  void add(Runnable writing, int length) {
    blocks.add(new Other(writing));
    count(length);
  }

  private void count(int length) {
    size += length;
    pieces++;
  }

  /** Whether pieces of the call {@code number} wait. */
  boolean has(int number) {
    return calls.containsKey(number);
  }

  /** Takes the first that waits. */
  Optional<Block> poll() {
    Optional<Block> first = Optional.ofNullable(blocks.poll());
    if (first.isPresent() && first.get() instanceof Call call) {
      calls.remove(call.pieces().getFirst().index());
    }
    if (blocks.isEmpty()) {
      size = 0;
      pieces = 0;
    }
    return first;
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  /** Whether more waits than may. */
  boolean isTooMuch() {
    return size > MOST || pieces > MOST_PIECES;
  }
}
