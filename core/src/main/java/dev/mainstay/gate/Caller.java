package dev.mainstay.gate;

import static java.util.Objects.requireNonNull;

import dev.mainstay.pace.Estimate;
import java.util.function.Supplier;

/**
 * Who asks to be let in.
 *
 * @param user among whom a deployment is shared evenly; those who name nobody are one
 * @param priority lower goes first
 * @param estimate what an attempt may use; asked for where tokens are counted
 */
public record Caller(Object user, int priority, Supplier<Estimate> estimate) {
  private static final Estimate NOTHING = new Estimate(0, 0);
  private static final Caller ANYBODY = new Caller("", 0, () -> NOTHING);

  /** Checks that all is there. */
  public Caller {
    requireNonNull(user, "user");
    requireNonNull(estimate, "estimate");
  }

  /** One who tells nothing of itself. */
  public static Caller anybody() {
    return ANYBODY;
  }
}
