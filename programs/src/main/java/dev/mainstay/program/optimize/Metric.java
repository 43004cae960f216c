package dev.mainstay.program.optimize;

import dev.mainstay.program.Score;

/**
 * A judge of an answer by what is wanted. It may be called by several threads at once.
 *
 * @param <I> what the program was given
 * @param <O> what it answered
 */
@FunctionalInterface
public interface Metric<I, O> {
  /** How good {@code answer} is for {@code example}. */
  Score score(Example<I, O> example, O answer);

  /** 1 for exactly what is wanted, 0 for anything else. */
  static <I, O> Metric<I, O> exact() {
    return (example, answer) -> Score.of(example.expected().equals(answer));
  }
}
