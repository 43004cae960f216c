package dev.mainstay.stream;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.ToolCallDelta;
import dev.mainstay.model.ChatEvent.UsageReported;
import dev.mainstay.model.FinishReason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * An answer's semantic end: whether every choice has told it, and whether that is to be believed.
 * Output behind a finish reason revokes it, and who was wrong once is believed only where usage
 * follows; so is who tells an end in the middle of a tool call's arguments, or behind a thought
 * alone, unless it is one that cuts. Not thread-safe.
 */
public final class SemanticEnd {
  private final int expected;
  private final Set<Integer> finished = new HashSet<>();
  private final Set<Integer> cut = new HashSet<>();
  // Choices that have only thought so far, and of these those that have told an end.
  private final Set<Integer> thinking = new HashSet<>();
  private final Set<Integer> unspoken = new HashSet<>();
  private final Set<Integer> speaking = new HashSet<>();
  private final Map<Integer, ToolCallEnds> calls = new HashMap<>();
  private long chunks;
  private boolean revoked;
  private boolean usageBehind;

  /** The end of an answer of {@code expected} choices. */
  public SemanticEnd(int expected) {
    this.expected = expected;
  }

  /** How many choices the answer is to have. */
  public int choices() {
    return expected;
  }

  /** Hears the next chunk of the answer. */
  public void hear(ChatChunk chunk) {
    boolean isSilent = true;
    boolean hasUsage = false;
    chunks++;
    for (ChatEvent event : chunk.events()) {
      boolean isUsage = event instanceof UsageReported;
      isSilent &= isUsage || !hear(0, event);
      hasUsage |= isUsage;
    }
    usageBehind = isSilent && (hasUsage || usageBehind);
  }

  /** Whether every choice has told its end, and has said nothing since. */
  public boolean isTold() {
    return finished.size() >= expected;
  }

  /** Whether the answer is whole, as far as its chunks can tell. */
  public boolean isBelieved() {
    return isTold() && ((!revoked && cut.isEmpty() && unspoken.isEmpty()) || usageBehind);
  }

  /**
   * Whether the answer is whole if its body has ended cleanly: that proves the end of a thought.
   */
  public boolean isBelievedOfWholeBody() {
    return isTold() && ((!revoked && cut.isEmpty()) || usageBehind);
  }

  /** Whether {@code event} is output or an end. */
  private boolean hear(int choice, ChatEvent event) {
    if (event instanceof OtherChoice(int index, ChatEvent inner)) {
      return hear(index, inner);
    }
    if (event instanceof Finished(FinishReason reason, String word)) {
      finish(choice, reason);
      return true;
    }
    if (event instanceof ToolCallDelta piece) {
      calls.computeIfAbsent(choice, begun -> new ToolCallEnds()).add(piece, chunks);
    }
    if (!event.isOutput()) {
      return false;
    }
    if (finished.remove(choice)) {
      revoked = true;
    }
    if (!(event instanceof ReasoningDelta)) {
      speaking.add(choice);
      thinking.remove(choice);
    } else if (!speaking.contains(choice)) {
      thinking.add(choice);
    }
    return true;
  }

  private void finish(int choice, FinishReason reason) {
    finished.add(choice);
    boolean cuts = cuts(reason);
    mark(unspoken, choice, !cuts && thinking.contains(choice));
    ToolCallEnds said = calls.get(choice);
    if (said != null) {
      mark(cut, choice, !cuts && (cut.contains(choice) || said.isCutBy(chunks)));
    }
  }

  private static void mark(Set<Integer> choices, int choice, boolean isOne) {
    if (isOne) {
      choices.add(choice);
    } else {
      choices.remove(choice);
    }
  }

  private static boolean cuts(FinishReason reason) {
    return reason == FinishReason.LENGTH || reason == FinishReason.CONTENT_FILTER;
  }
}
