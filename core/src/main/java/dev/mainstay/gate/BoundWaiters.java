package dev.mainstay.gate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Those who wait for one gate and are bound by its cooldowns: they stand in line while there is
 * none, and are kept back, in the order of their coming, while there is one. To be guarded by the
 * lock of its turnstile.
 */
final class BoundWaiters {
  private final Set<Waiter> all = new LinkedHashSet<>();
  private final NavigableMap<Long, Waiter> keptBack = new TreeMap<>();

  void add(Waiter waiter) {
    all.add(waiter);
  }

  /** {@code waiter} waits no longer; whether it did. */
  boolean remove(Waiter waiter) {
    keptBack.remove(waiter.number(), waiter);
    return all.remove(waiter);
  }

  void keepBack(Waiter waiter) {
    keptBack.put(waiter.number(), waiter);
  }

  boolean anyKeptBack() {
    return !keptBack.isEmpty();
  }

  /** How many are kept back. */
  int keptBack() {
    return keptBack.size();
  }

  /** Whether one of them stands in line. */
  boolean anyInLine() {
    return all.size() > keptBack.size();
  }

  /** The first that is kept back, and is so no more. */
  Waiter release() {
    return keptBack.pollFirstEntry().getValue();
  }

  /** Those of whom {@code which} is true, in the order of their coming. */
  List<Waiter> those(Predicate<Waiter> which) {
    List<Waiter> those = new ArrayList<>();
    for (Waiter waiter : all) {
      if (which.test(waiter)) {
        those.add(waiter);
      }
    }
    return those;
  }
}
