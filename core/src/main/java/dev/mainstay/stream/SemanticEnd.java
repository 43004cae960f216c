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
 * Some servers put {@code stop} on every piece, or after every piece; they show themselves by their
 * second one, since output after an end revokes it.
 *
 * <p>So an end proves itself only where it stands in an event of its own, after two events in which
 * its choice has said text, a refusal or the beginning of a tool call, and where none was revoked
 * before. One beside output is proven by whatever ends the body in order, one that comes earlier by
 * a body that tells its own end. Usage that is told for the first time, after the end, proves what
 * the body's end proves. An end that cuts needs no proof. Not thread-safe.
 */
public final class SemanticEnd {
  // Behind so many pieces that were told without an end, an end is one.
  private static final int SEVERAL = 2;

  private final int expected;
  private final Set<Integer> finished = new HashSet<>();
  private final Set<Integer> cut = new HashSet<>();
  // Choices that have told an end before they had said much, and those that told it beside output.
  private final Set<Integer> early = new HashSet<>();
  private final Set<Integer> beside = new HashSet<>();
  private final Map<Integer, Pieces> pieces = new HashMap<>();
  private final Set<Integer> refusing = new HashSet<>();
  private final Map<Integer, ToolCallEnds> calls = new HashMap<>();
  private long heard;
  private long firstUsage;
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
    if (!isRest || heard == 0) {
      heard++;
      isSilent = true;
    }
    for (ChatEvent event : chunk.events()) {
      if (event instanceof UsageReported) {
        firstUsage = firstUsage == 0 ? heard : firstUsage;
        usageBehind |= firstUsage == heard;
      } else {
        isSilent &= !hear(0, event);
      }
    }
    usageBehind &= isSilent;
  }

  /** Whether every choice has told its end, and has said nothing since. */
  public boolean isTold() {
    return finished.size() >= expected;
  }

  /** Whether the answer is whole whatever becomes of its body, as far as its chunks can tell. */
  public boolean isBelieved() {
    return isBelievedOfEndedBody() && (beside.isEmpty() || usageBehind);
  }

  /**
   * Whether the answer is whole if its body has ended in order, be it that its connection was
   * closed, which may mean a crash.
   */
  public boolean isBelievedOfEndedBody() {
    return isBelievedOfWholeBody() && early.isEmpty();
  }

  /** Whether the answer is whole if its body is: as long as it said, or ended by its last chunk. */
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
      early.remove(choice);
    }
    pieces(choice).add(event, heard);
    if (event instanceof RefusalDelta) {
      refusing.add(choice);
    }
    return true;
  }

  private void finish(int choice, FinishReason reason) {
    finished.add(choice);
    boolean cuts = cuts(choice, reason);
    Pieces said = pieces(choice);
    mark(early, choice, !cuts && (early.contains(choice) || said.before(heard) < SEVERAL));
    mark(beside, choice, !cuts && (beside.contains(choice) || said.isIn(heard)));
    ToolCallEnds called = calls.get(choice);
    if (called != null) {
      mark(cut, choice, !cuts && (cut.contains(choice) || called.isCutBy(heard)));
    }
  }

  private Pieces pieces(int choice) {
    return pieces.computeIfAbsent(choice, unheard -> new Pieces());
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

  /** What one choice has said, by the event in which it came. */
  private static final class Pieces {
    private long count;
    private long lastOutput;
    private long lastCounted;

    void add(ChatEvent output, long event) {
      if (!isForm(output)) {
        lastOutput = event;
      }
      if (lastCounted != event && isPiece(output)) {
        lastCounted = event;
        count++;
      }
    }

    boolean isIn(long event) {
      return lastOutput == event;
    }

    long before(long event) {
      return lastCounted == event ? count - 1 : count;
    }

    private static boolean isPiece(ChatEvent output) {
      return output instanceof ToolCallDelta call
          ? !call.id().isEmpty() || !call.name().isEmpty()
          : !(output instanceof ReasoningDelta);
    }

    // Decoders write beside an end what a call without arguments lacks.
    private static boolean isForm(ChatEvent output) {
      return output instanceof ToolCallDelta call
          && !isPiece(call)
          && call.arguments().equals("{}");
    }
  }
}
