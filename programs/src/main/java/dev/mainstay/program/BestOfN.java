package dev.mainstay.program;

import dev.mainstay.json.JsonObject;
import java.util.Objects;

/**
 * A program that answers several times and gives the best. Attempts after the first are told that
 * they are, so that they differ where a model would say the same again. Immutable.
 *
 * @param <I> what it is given
 * @param <O> what it answers
 */
public final class BestOfN<I, O> implements Program<I, O> {
  private final BestAttempt<I, O> attempts;

  private BestOfN(BestAttempt<I, O> attempts) {
    this.attempts = attempts;
  }

  /**
   * The best of {@code n} answers of {@code program}.
   *
   * @param n how often it is asked at most, above 0
   * @throws IllegalArgumentException if {@code n} is not above 0
   */
  public static <I, O> BestOfN<I, O> of(Program<I, O> program, int n, Reward<I, O> reward) {
    return new BestOfN<>(
        new BestAttempt<>(program, n, reward, Double.POSITIVE_INFINITY, BestAttempt.Advice.OTHER));
  }

  /** This program content with an answer that scores {@code threshold} or more. */
  public BestOfN<I, O> withThreshold(double threshold) {
    return new BestOfN<>(attempts.withThreshold(threshold));
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
    return attempts.told("BestOfN");
  }
}
