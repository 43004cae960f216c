package dev.mainstay.gate;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.Rest;

/** A failure that was counted. A call that fails again takes it back, and counts anew. */
@FunctionalInterface
interface Count {
  Count NONE = () -> {};

  void takeBack();

  /** How often {@code failure} counts toward a rest, by its own account. */
  static int weightOf(Failure failure) {
    return failure.rest() == Rest.COUNTS_DOUBLE ? 2 : 1;
  }

  /** Whether {@code failure} counts toward a rest, by its own account. */
  static boolean counts(Failure failure) {
    return failure.rest() == Rest.COUNTS || failure.rest() == Rest.COUNTS_DOUBLE;
  }
}
