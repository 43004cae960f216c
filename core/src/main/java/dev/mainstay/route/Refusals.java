package dev.mainstay.route;

import dev.mainstay.failure.Failure;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The failures that calls met which nobody let in: those who wait behind each other met the same,
 * and keep it as long as they wait, so it is one for all. Thread-safe.
 */
final class Refusals {
  private static final int SLOTS = 64;

  private final AtomicReferenceArray<Failure> latest = new AtomicReferenceArray<>(SLOTS);

  /** {@code failure}, or an equal one that another call met. */
  Failure shared(Failure failure) {
    int slot = Math.floorMod(failure.hashCode(), SLOTS);
    Failure kept = latest.get(slot);
    if (failure.equals(kept)) {
      return kept;
    }
    latest.set(slot, failure);
    return failure;
  }
}
