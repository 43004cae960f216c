package dev.mainstay.stream;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.Reach;
import dev.mainstay.model.ChatChunk;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.OtherChoice;
import dev.mainstay.model.ChatEvent.TextDelta;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a model that goes round in a loop: the same piece of text, of over two characters, so and
 * so many times running. Each choice of an answer is watched by itself. Shorter pieces count as
 * text that goes on: many a table or indentation is made of them. Not thread-safe.
 */
public final class LoopGuard implements Stage {
  private static final int SHORT = 2;

  private final int repetitions;
  private final Map<Integer, Run> runs = new HashMap<>();
  private boolean isLoop;

  /**
   * A guard over one answer.
   *
   * @param repetitions how often the same piece must come, at least 2
   * @throws IllegalArgumentException if that is less than 2
   */
  public LoopGuard(int repetitions) {
    if (repetitions < 2) {
      throw new IllegalArgumentException(
          "the loop guard needs at least 2 repetitions, but got " + repetitions);
    }
    this.repetitions = repetitions;
  }

  /** Gives {@code chunk}, unless it makes a loop complete. */
  @Override
  public List<ChatChunk> add(ChatChunk chunk) {
    for (ChatEvent event : chunk.events()) {
      isLoop |= closesLoop(0, event);
    }
    return isLoop ? List.of() : List.of(chunk);
  }

  /** The same request would meet the loop again, so nobody else is asked. */
  @Override
  public Optional<Failure> failure() {
    return isLoop ? Optional.of(loop()) : Optional.empty();
  }

  private Failure loop() {
    String message =
        "the model repeats itself: the same piece of text came " + repetitions + " times running";
    return new Failure.MalformedAnswer(
        FailureDetail.of(message)
            .withRetry(false)
            .withReach(Reach.NOWHERE)
            .withCooldown(Cooldown.NONE));
  }

  private boolean closesLoop(int choice, ChatEvent event) {
    if (event instanceof OtherChoice(int index, ChatEvent inner)) {
      return closesLoop(index, inner);
    }
    // What is not output, or an empty text, is not a piece: it neither counts nor parts two that
    // do.
    return event.isOutput()
        && runs.computeIfAbsent(choice, c -> new Run())
                .add(event instanceof TextDelta(String text) ? text : "")
            >= repetitions;
  }

  private static final class Run {
    private String piece = "";
    private int length;

    int add(String next) {
      boolean isLong = next.length() > SHORT && next.codePointCount(0, next.length()) > SHORT;
      if (!isLong) {
        length = 0;
      } else if (next.equals(piece)) {
        length++;
      } else {
        length = 1;
      }
      piece = next;
      return length;
    }
  }
}
