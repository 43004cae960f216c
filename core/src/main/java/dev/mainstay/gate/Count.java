package dev.mainstay.gate;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;

/** A failure that was counted. A call that fails again takes it back, and counts anew. */
@FunctionalInterface
interface Count {
  Count NONE = () -> {};

  void takeBack();

  /** How often {@code failure} counts toward a cooldown, by its own account. */
  static int weightOf(Failure failure) {
    return failure.cooldown() == Cooldown.COUNTS_DOUBLE ? 2 : 1;
  }

  /** Whether {@code failure} counts toward a cooldown, by its own account. */
  static boolean counts(Failure failure) {
    return failure.cooldown() == Cooldown.COUNTS || failure.cooldown() == Cooldown.COUNTS_DOUBLE;
  }
}
