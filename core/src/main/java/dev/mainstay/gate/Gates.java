package dev.mainstay.gate;

import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.TimeSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The gates of all deployments, one for each id. Thread-safe.
 *
 * <p>Callers may name models freely where a group takes any, so gates are forgotten beyond {@value
 * #MOST}: such as have not been asked for of late, and are in use without an attempt under way.
 */
public final class Gates {
  /** How many gates are kept at least, where so many were asked for. */
  public static final int MOST = 10_000;

  // So many come between two sweeps, so that a sweep costs each next to nothing.
  private static final int SWEEP_EVERY = MOST / 10;

  private final ConcurrentMap<String, Entry> gates = new ConcurrentHashMap<>();
  private final AtomicInteger untilSweep = new AtomicInteger(MOST);
  private final ReentrantLock sweep = new ReentrantLock();
  private final HealthPolicy health;
  private final RetryBudget budget;
  private final TimeSource time;

  /** Gates that keep to {@code health} and {@code budget}. */
  public Gates(HealthPolicy health, RetryBudget budget, TimeSource time) {
    this.health = health;
    this.budget = budget;
    this.time = time;
  }

  /** The gate of {@code deployment}. */
  public Gate of(Deployment deployment) {
    Entry known = gates.get(deployment.id());
    Entry entry = known != null ? known : create(deployment);
    if (!entry.isWanted) {
      entry.isWanted = true;
    }
    return entry.gate;
  }

  int size() {
    return gates.size();
  }

  private Entry create(Deployment deployment) {
    Entry entry =
        gates.computeIfAbsent(
            deployment.id(), id -> new Entry(new Gate(deployment, health, budget, time)));
    if (untilSweep.decrementAndGet() <= 0 && sweep.tryLock()) {
      try {
        sweep();
      } finally {
        sweep.unlock();
      }
    }
    return entry;
  }

  // Takes out what nobody has asked for since the last sweep.
  private void sweep() {
    gates.values().removeIf(entry -> gates.size() > MOST - SWEEP_EVERY && entry.isForgotten());
    untilSweep.set(Math.max(SWEEP_EVERY, MOST - gates.size()));
  }

  private static final class Entry {
    private final Gate gate;
    private volatile boolean isWanted = true;

    Entry(Gate gate) {
      this.gate = gate;
    }

    boolean isForgotten() {
      boolean wanted = isWanted;
      isWanted = false;
      return !wanted && gate.isIdle();
    }
  }
}
