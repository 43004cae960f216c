package dev.mainstay.splice;

import dev.mainstay.text.Marks;

/**
 * The whitespace where two texts meet: of what the second begins with, only that is shown which the
 * first does not end with already.
 */
final class Joint {
  private final String had;
  private int matched;
  private State state;

  private enum State {
    MATCHING,
    DROPPING,
    OPEN
  }

  /**
   * @param had the whitespace that the first text ends with
   */
  Joint(String had) {
    this.had = had;
    this.state = had.isEmpty() ? State.OPEN : State.MATCHING;
  }

  /** Takes the next piece of the second text; gives what is shown of it. */
  String add(String text) {
    int at = 0;
    while (at < text.length() && state != State.OPEN) {
      at += take(text.charAt(at));
    }
    return text.substring(at);
  }

  // How many characters are dropped: 1, or 0 where the character is the first to be shown.
  private int take(char c) {
    if (!Marks.isWhite(c)) {
      state = State.OPEN;
      return 0;
    }
    if (state == State.MATCHING && c == had.charAt(matched)) {
      matched++;
      state = matched == had.length() ? State.OPEN : State.MATCHING;
    } else {
      state = State.DROPPING;
    }
    return 1;
  }
}
