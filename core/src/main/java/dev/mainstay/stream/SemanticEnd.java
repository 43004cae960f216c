package dev.mainstay.stream;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.ReasoningDelta;
import dev.mainstay.model.ChatEvent.RefusalDelta;
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
 * follows; so is who tells an end in the middle of a tool call's arguments, with the first output
 * already, or behind a thought alone, unless it is one that cuts. Not thread-safe.
 */
public final class SemanticEnd {
  private final int expected;
  private final Set<Integer> finished = new HashSet<>();
  private final Set<Integer> cut = new HashSet<>();
  // Choices that have told an end with their first output or behind a thought alone: some put
  // "stop" on every chunk.
  private final Set<Integer> early = new HashSet<>();
  // In which chunk choices said something first, and which have said more than thoughts.
  private final Map<Integer, Long> begun = new HashMap<>();
  private final Set<Integer> speaking = new HashSet<>();
  private final Set<Integer> refusing = new HashSet<>();
  private final Map<Integer, ToolCallEnds> calls = new HashMap<>();
  private long heard;
  private boolean revoked;
  private boolean usageBehind;
  // Whether the event that is heard has said nothing yet, nor told an end.
  private boolean isSilent;

  /** The end of an answer of {@code expected} choices. */
  public SemanticEnd(int expected) {
    this.expected = expected;
  }

  /** How many choices the answer is to have. */
  public int choices() {
    return expected;
  }

  /** Hears the next chunk of the answer, an event of its own. */
  public void hear(ChatChunk chunk) {
    hear(chunk, false);
  }

  /**
   * Hears the next chunk of the answer.
   *
   * @param isRest whether it came in one event with the one before it
   */
  public void hear(ChatChunk chunk, boolean isRest) {
    if (!isRest) {
      heard++;
      isSilent = true;
    }
    for (ChatEvent event : chunk.events()) {
      boolean isUsage = event instanceof UsageReported;
      isSilent &= isUsage || !hear(0, event);
      usageBehind |= isUsage;
    }
    usageBehind &= isSilent;
  }

  /** Whether every choice has told its end, and has said nothing since. */
  public boolean isTold() {
    return finished.size() >= expected;
  }

  /** Whether the answer is whole, as far as its chunks can tell. */
  public boolean isBelieved() {
    return isTold() && ((!revoked && cut.isEmpty() && early.isEmpty()) || usageBehind);
  }

  /**
   * Whether the answer is whole if its body has ended cleanly: that proves an end that came early.
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
      calls.computeIfAbsent(choice, begun -> new ToolCallEnds()).add(piece, heard);
    }
    if (!event.isOutput()) {
      return false;
    }
    if (finished.remove(choice)) {
      revoked = true;
    }
    begun.putIfAbsent(choice, heard);
    if (!(event instanceof ReasoningDelta)) {
      speaking.add(choice);
    }
    if (event instanceof RefusalDelta) {
      refusing.add(choice);
    }
    return true;
  }

  private void finish(int choice, FinishReason reason) {
    finished.add(choice);
    boolean cuts = cuts(choice, reason);
    mark(early, choice, !cuts && (early.contains(choice) || isEarly(choice)));
    ToolCallEnds said = calls.get(choice);
    if (said != null) {
      mark(cut, choice, !cuts && (cut.contains(choice) || said.isCutBy(heard)));
    }
  }

  private boolean isEarly(int choice) {
    Long first = begun.get(choice);
    return first != null && (first == heard || !speaking.contains(choice));
  }

  private static void mark(Set<Integer> choices, int choice, boolean isOne) {
    if (isOne) {
      choices.add(choice);
    } else {
      choices.remove(choice);
    }
  }

  // The end of a refusal is told as a filter's, whatever the word for it was.
  private boolean cuts(int choice, FinishReason reason) {
    return reason == FinishReason.LENGTH
        || (reason == FinishReason.CONTENT_FILTER && !refusing.contains(choice));
  }
}
