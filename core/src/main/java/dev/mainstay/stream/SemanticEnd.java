package dev.mainstay.stream;

import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.Finished;
import dev.mainstay.model.ChatEvent.OtherChoice;
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
 * follows; so is who tells an end in the middle of a tool call's arguments, unless it is one that
 * cuts. Not thread-safe.
 */
public final class SemanticEnd {
  private final int expected;
  private final Set<Integer> finished = new HashSet<>();
  private final Set<Integer> cut = new HashSet<>();
  private final Map<Integer, CallEnds> calls = new HashMap<>();
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
    boolean wasTold = isTold();
    boolean isSilent = true;
    boolean hasUsage = false;
    chunks++;
    for (ChatEvent event : chunk.events()) {
      boolean isUsage = event instanceof UsageReported;
      isSilent &= isUsage || !hear(0, event);
      hasUsage |= isUsage;
    }
    usageBehind = wasTold && isSilent && (hasUsage || usageBehind);
  }

  /** Whether every choice has told its end, and has said nothing since. */
  public boolean isTold() {
    return finished.size() >= expected;
  }

  /** Whether output has ever followed an end. */
  public boolean isRevoked() {
    return revoked;
  }

  /** Whether the answer is whole, as far as its chunks can tell. */
  public boolean isBelieved() {
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
      calls.computeIfAbsent(choice, begun -> new CallEnds()).add(piece, chunks);
    }
    if (event.isOutput() && finished.remove(choice)) {
      revoked = true;
    }
    return event.isOutput();
  }

  private void finish(int choice, FinishReason reason) {
    finished.add(choice);
    CallEnds said = calls.get(choice);
    if (said == null) {
      return;
    }
    boolean isCut = said.isCutBy(chunks) || (cut.contains(choice) && !said.isEachWhole());
    if (isCut && !cuts(reason)) {
      cut.add(choice);
    } else {
      cut.remove(choice);
    }
  }

  private static boolean cuts(FinishReason reason) {
    return reason == FinishReason.LENGTH || reason == FinishReason.CONTENT_FILTER;
  }
}
