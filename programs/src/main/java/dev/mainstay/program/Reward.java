package dev.mainstay.program;

/**
 * A judge of an answer by itself. It may be called by several threads at once.
 *
 * @param <I> what the program was given
 * @param <O> what it answered
 */
@FunctionalInterface
public interface Reward<I, O> {
  /** How good {@code output} is as an answer to {@code input}. */
  Score score(I input, O output);
}
