package dev.mainstay.stream;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.FinishReason;
import java.util.Optional;

/**
 * The bounds that a caller set to its answer, kept over a joint: stop strings that begin before it
 * and end after it, and the limit on tokens. It stands after a {@link Splice}. Not thread-safe.
 */
public final class CallerBounds {
  private CallerBounds() {}

  /**
   * What goes out.
   *
   * @param text the text that goes out now; may be empty
   * @param ended why the answer ends after it, where a bound was met
   */
  public record Bounded(String text, Optional<FinishReason> ended) {}

  /** The bounds of {@code original} on what follows {@code delivered}. */
  public static CallerBounds of(ChatRequest original, Delivered delivered, Target target) {
    throw new UnsupportedOperationException();
  }

  /** Takes the next text that a splice shows. */
  public Bounded add(String text) {
    throw new UnsupportedOperationException();
  }

  /** The answer has ended by itself: gives what was held back. */
  public String end() {
    throw new UnsupportedOperationException();
  }
}
