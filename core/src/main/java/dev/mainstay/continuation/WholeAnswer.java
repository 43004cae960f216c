package dev.mainstay.continuation;

import dev.mainstay.text.Marks;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the text of an attempt that was asked for the rest of an answer is an answer from the
 * beginning, which may take the place of what was delivered. Not thread-safe.
 */
final class WholeAnswer {
  private final @Nullable String opening;
  private final StringBuilder text = new StringBuilder();

  private WholeAnswer(@Nullable String opening) {
    this.opening = opening;
  }

  /** None may take that place. */
  static WholeAnswer none() {
    return new WholeAnswer(null);
  }

  /** One that begins with {@code opening}; any, where that is empty. */
  static WholeAnswer beginningWith(String opening) {
    return new WholeAnswer(opening);
  }

  /** Whether there may be one. */
  boolean isAwaited() {
    return opening != null;
  }

  void add(String more) {
    if (opening != null) {
      text.append(more);
    }
  }

  /** The text so far. */
  String text() {
    return text.toString();
  }

  /**
   * Whether it is one; nothing as long as it may still be.
   *
   * @param saysElse whether something else than text has come of it
   */
  Optional<Boolean> is(boolean saysElse) {
    if (opening == null) {
      return Optional.of(false);
    }
    String begun = Marks.trimmed(text());
    if (begun.startsWith(opening) && (saysElse || !begun.isEmpty())) {
      return Optional.of(true);
    }
    return opening.startsWith(begun) ? Optional.empty() : Optional.of(false);
  }
}
