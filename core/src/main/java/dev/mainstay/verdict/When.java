package dev.mainstay.verdict;

import java.time.Duration;

/** When a call moves. */
public sealed interface When {

  /** Whether the call waits before. */
  default boolean isWait() {
    return switch (this) {
      case AtOnce now -> false;
      case After(Duration delay) -> delay.isPositive();
      case InLine inLine -> true;
      case InTurn inTurn -> true;
    };
  }

  /** At once. */
  record AtOnce() implements When {}

  /** After a time. */
  record After(Duration delay) implements When {}

  /**
   * As soon as a deployment lets it in, where none does now.
   *
   * @param delay how long that will be at the least; zero where it is a place that may be free at
   *     any time
   * @param longest how long it is waited at most, above zero
   */
  record InLine(Duration delay, Duration longest) implements When {}

  /**
   * In its turn at a deployment of its group, though there may be somewhere else to go.
   *
   * @param delay about how long that will be; zero where that is not known
   * @param longest how long it is waited at most, above zero
   */
  record InTurn(Duration delay, Duration longest) implements When {}
}
