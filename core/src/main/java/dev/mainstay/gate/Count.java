package dev.mainstay.gate;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A failure that was counted. A call that fails again takes it back, and counts anew.
 *
 * @param weight how often it counts
 * @param row the row it is in, if any
 * @param outcomes the outcomes it is among, if any
 * @param bucket where among those
 */
record Count(int weight, @Nullable FailureRow row, @Nullable Outcomes outcomes, long bucket) {
  static final Count NONE = new Count(0, null, null, 0);

  /** Counts in {@code row}. */
  static Count in(FailureRow row, int weight) {
    row.add(weight);
    return new Count(weight, row, null, 0);
  }

  /** Counts among {@code outcomes}. */
  static Count among(Outcomes outcomes, int weight, long now) {
    return new Count(weight, null, outcomes, outcomes.failed(weight, now));
  }

  /** Counts in both. */
  static Count in(FailureRow row, Outcomes outcomes, int weight, long now) {
    row.add(weight);
    return new Count(weight, row, outcomes, outcomes.failed(weight, now));
  }

  void takeBack() {
    if (row != null) {
      row.takeBack(weight);
    }
    if (outcomes != null) {
      outcomes.takeBack(weight, bucket);
    }
  }

  /** How often {@code failure} counts toward a cooldown, by its own account. */
  static int weightOf(Failure failure) {
    return failure.cooldown() == Cooldown.COUNTS_DOUBLE ? 2 : 1;
  }

  /** Whether {@code failure} counts toward a cooldown, by its own account. */
  static boolean counts(Failure failure) {
    return failure.cooldown() == Cooldown.COUNTS || failure.cooldown() == Cooldown.COUNTS_DOUBLE;
  }
}
