package dev.mainstay.program;

import dev.mainstay.json.JsonObject;
import java.util.Objects;

/**
 * A program that answers, is told what could be better, and answers again. Immutable.
 *
 * @param <I> what it is given
 * @param <O> what it answers
 */
public final class Refine<I, O> implements Program<I, O> {
  private final BestAttempt<I, O> attempts;

  private Refine(BestAttempt<I, O> attempts) {
    this.attempts = attempts;
  }

  /**
   * The first answer of {@code program} that scores {@code threshold} or more, else the best of
   * {@code n}; each attempt is told the one before, its score and its feedback.
   *
   * @param n how often it is asked at most, above 0
   * @throws IllegalArgumentException if {@code n} is not above 0, or {@code threshold} not a number
   */
  public static <I, O> Refine<I, O> of(
      Program<I, O> program, int n, Reward<I, O> reward, double threshold) {
    return new Refine<>(
        new BestAttempt<>(program, n, reward, threshold, BestAttempt.Advice.FEEDBACK));
  }

  /**
   * The best answer. Where an attempt or its reward fails, or the budget ends, it is the best of
   * those before.
   *
   * @throws RuntimeException what the last attempt threw, if none has answered
   */
  @Override
  public O run(I input, Run run) {
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(run, "run");
    return attempts.run(input, run);
  }

  @Override
  public JsonObject identity() {
    return attempts.identity(ProgramIdentity.named(this)).build();
  }

  @Override
  public String toString() {
    return attempts.told("Refine");
  }
}
