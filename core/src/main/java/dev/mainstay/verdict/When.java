package dev.mainstay.verdict;

import java.time.Duration;

/** When a call moves. */
public sealed interface When {

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
}
