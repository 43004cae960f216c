package dev.mainstay.gate;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Counts failures until there are too many: in a row, or most of the latest. Kinds with a limit of
 * their own are counted apart. To be guarded by its owner's lock.
 */
final class FailureCounts {
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final int LEAST_OUTCOMES = 10;
  private static final double MOST_FAIL = 0.5;

  private HealthPolicy policy;
  private final Map<RetryKind, FailureRow> rowsByKind = new EnumMap<>(RetryKind.class);
  private FailureRow row = new FailureRow();
  private Outcomes recent;

  FailureCounts(HealthPolicy policy, long now) {
    this.policy = policy;
    this.recent = new Outcomes(WINDOW, now);
  }

  /** From now on {@code other} says how many are too many. */
  void keepTo(HealthPolicy other) {
    policy = other;
  }

  void succeeded(long now) {
    endRows();
    recent.succeeded(now);
  }

  /** Forgets everything: what was counted has led to a cooldown. */
  void reset(long now) {
    endRows();
    recent = new Outcomes(WINDOW, now);
  }

  /** Whether {@code failure} has a limit of its own, and is not let off by its detail. */
  OptionalInt ownLimit(Failure failure) {
    boolean letOff =
        failure.detail().cooldown().filter(own -> own == Cooldown.NONE).isPresent()
            || (failure instanceof Failure.TimedOut late && late.phase().endsCall());
    return letOff
        ? OptionalInt.empty()
        : RetryKind.of(failure)
            .map(policy.allowedFailsByKind()::get)
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty());
  }

  /** Counts {@code failure}, in place of the last one of the same visit; whether it is too many. */
  boolean isTooMany(Failure failure, Visit visit, long now) {
    OptionalInt ownLimit = ownLimit(failure);
    if (ownLimit.isPresent()) {
      RetryKind kind = RetryKind.of(failure).orElseThrow();
      FailureRow apart = rowsByKind.computeIfAbsent(kind, k -> new FailureRow());
      visit.counted(Count.in(apart, Count.weightOf(failure)));
      return apart.length() >= ownLimit.getAsInt();
    }
    return switch (failure.cooldown()) {
      case NONE -> false;
      case UNTIL_HINT, LONG -> true;
      case COUNTS, COUNTS_DOUBLE -> isOneTooMany(Count.weightOf(failure), visit, now);
    };
  }

  private boolean isOneTooMany(int weight, Visit visit, long now) {
    visit.counted(Count.in(row, recent, weight, now));
    OptionalInt allowed = policy.allowedFails();
    return row.length() >= allowed.orElse(HealthPolicy.DEFAULT_ALLOWED_FAILS)
        || (allowed.isEmpty() && recent.failsOver(MOST_FAIL, LEAST_OUTCOMES, now));
  }

  // Rows are replaced, not emptied: what is taken back later from an old one changes nothing.
  private void endRows() {
    if (row.length() != 0) {
      row = new FailureRow();
    }
    if (!rowsByKind.isEmpty()) {
      rowsByKind.clear();
    }
  }
}
