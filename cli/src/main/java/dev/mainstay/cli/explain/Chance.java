package dev.mainstay.cli.explain;

import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/**
 * Draws the middle of every range, but for the draws at one step: so the engine itself tells
 * between which ends a wait can be.
 */
final class Chance implements RandomGenerator {
  /** No step at all. */
  static final int NOWHERE = -1;

  private static final double MIDDLE = 0.5;

  private final int step;
  private final double there;
  private final IntSupplier now;

  /** Draws {@code there} while {@code now} is {@code step}. */
  Chance(int step, double there, IntSupplier now) {
    this.step = step;
    this.there = there;
    this.now = now;
  }

  @Override
  public double nextDouble() {
    return now.getAsInt() == step ? there : MIDDLE;
  }

  @Override
  public long nextLong() {
    return (long) (nextDouble() * 0x1p63);
  }
}
