package dev.mainstay.engine;

import dev.mainstay.policy.HedgePolicy;
import dev.mainstay.policy.Policies;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * When second attempts begin beside those that are slow, and how many may: at most one call in
 * twenty of a group, and 10 at once after a time without. Thread-safe.
 */
final class Hedges {
  /** How many groups are known: beyond, all is learnt anew. */
  static final int MOST_GROUPS = 10_000;

  private static final int CALLS_PER_HEDGE = 20;
  private static final int MOST_SAVED = 10;
  private static final int LATEST = 200;
  private static final int LEAST = 20;

  private final Policies policies;
  // By names in the configuration, or by any name where a provider's prefix implies a group.
  private final Map<String, OfGroup> groups = new ConcurrentHashMap<>();

  /** Hedges as {@code policies} say. */
  Hedges(Policies policies) {
    this.policies = policies;
  }

  /** Those of {@code group}; nothing where it has none. */
  Optional<OfGroup> of(String group) {
    HedgePolicy policy = policies.hedging(group);
    if (policy.isOff()) {
      return Optional.empty();
    }
    if (groups.size() >= MOST_GROUPS && !groups.containsKey(group)) {
      groups.clear();
    }
    return Optional.of(groups.computeIfAbsent(group, name -> new OfGroup(policy)));
  }

  /** How many groups are known. */
  int size() {
    return groups.size();
  }

  /** A call comes to {@code group}. */
  void called(String group) {
    of(group).ifPresent(OfGroup::called);
  }

  /** Those of one group. */
  static final class OfGroup {
    private final HedgePolicy policy;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Commit, Latest> latest = new EnumMap<>(Commit.class);
    private int saved;

    private OfGroup(HedgePolicy policy) {
      this.policy = policy;
    }

    private void called() {
      lock.lock();
      try {
        saved = Math.min(MOST_SAVED * CALLS_PER_HEDGE, saved + 1);
      } finally {
        lock.unlock();
      }
    }

    /** Whether there may be one now. */
    boolean isLeft() {
      lock.lock();
      try {
        return saved >= CALLS_PER_HEDGE;
      } finally {
        lock.unlock();
      }
    }

    /** Takes one from those there may be; whether there was one. */
    boolean draw() {
      lock.lock();
      try {
        boolean may = saved >= CALLS_PER_HEDGE;
        saved -= may ? CALLS_PER_HEDGE : 0;
        return may;
      } finally {
        lock.unlock();
      }
    }

    /** What was drawn last was not used. */
    void giveBack() {
      lock.lock();
      try {
        saved += CALLS_PER_HEDGE;
      } finally {
        lock.unlock();
      }
    }

    /** An attempt reached {@code commit} in {@code time}, or was left then. */
    void took(Commit commit, Duration time) {
      lock.lock();
      try {
        latest.computeIfAbsent(commit, c -> new Latest()).add(time.toNanos());
      } finally {
        lock.unlock();
      }
    }

    /** How long after its start an attempt is late for {@code commit}; nothing if not known yet. */
    Optional<Duration> lateAfter(Commit commit) {
      OptionalInt percentile = policy.percentile();
      if (percentile.isEmpty()) {
        return policy.time();
      }
      lock.lock();
      try {
        return Optional.ofNullable(latest.get(commit))
            .flatMap(times -> times.percentile(percentile.getAsInt()));
      } finally {
        lock.unlock();
      }
    }
  }

  /** The latest times, the oldest of which goes first. */
  private static final class Latest {
    private final long[] nanos = new long[LATEST];
    private int count;

    void add(long time) {
      nanos[count % LATEST] = time;
      count = count + 1 < 2 * LATEST ? count + 1 : LATEST;
    }

    Optional<Duration> percentile(int percentile) {
      int size = Math.min(count, LATEST);
      if (size < LEAST) {
        return Optional.empty();
      }
      long[] sorted = Arrays.copyOf(nanos, size);
      Arrays.sort(sorted);
      // The nearest rank.
      return Optional.of(Duration.ofNanos(sorted[(size * percentile + 99) / 100 - 1]));
    }
  }
}
