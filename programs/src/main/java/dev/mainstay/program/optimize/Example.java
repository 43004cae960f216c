package dev.mainstay.program.optimize;

import java.util.Objects;

/**
 * An input with the answer that is wanted for it.
 *
 * @param input what the program is given
 * @param expected what it is to answer
 */
public record Example<I, O>(I input, O expected) {
  /** Null is refused. */
  public Example {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(expected, "expected");
  }
}
