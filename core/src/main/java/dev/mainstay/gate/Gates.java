package dev.mainstay.gate;

import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.routing.DeploymentState;
import dev.mainstay.time.TimeSource;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The gates of all deployments, one for each id. Thread-safe.
 *
 * <p>Callers may name models freely where a group takes any. So beyond some 10,000 gates those are
 * let go that nobody has asked for of late, unless an attempt is under way there or the deployment
 * cools down; of those that cool down all that are configured stay, and some 5,000 of the others,
 * since any name that a provider does not know makes one. Whoever still holds one keeps it, and
 * shares it with whoever asks for it again.
 */
public final class Gates {
  /** From how many gates on some are let go. */
  static final int MOST = 10_000;

  /** How many stay because they cool down, though nobody has configured or asked for them. */
  static final int MOST_COOLING = MOST / 2;

  // So many come between two sweeps, so that sweeping costs each next to nothing.
  private static final int SWEEP_EVERY = MOST / 10;

  private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();
  private final Turnstiles turnstiles;
  private final AtomicInteger untilSweep = new AtomicInteger(MOST);
  private final ReentrantLock sweeping = new ReentrantLock();
  private final HealthPolicy health;
  private final RetryBudget budget;
  private final PacingPolicy pacing;
  private final TimeSource time;
  private Set<String> configured = Set.of();
  private @Nullable Gates previous;
  private volatile boolean isInForce = true;

  /** Gates that keep to {@code health} and {@code budget}, and pace as they do by default. */
  public Gates(HealthPolicy health, RetryBudget budget, TimeSource time) {
    this(health, budget, PacingPolicy.defaults(), time);
  }

  /** Gates that keep to {@code health}, {@code budget} and {@code pacing}. */
  public Gates(HealthPolicy health, RetryBudget budget, PacingPolicy pacing, TimeSource time) {
    this.health = health;
    this.budget = budget;
    this.pacing = pacing;
    this.time = time;
    this.turnstiles = new Turnstiles(time);
  }

  /**
   * Goes on with the gates of {@code previous}, which may still be in use: their health, latencies,
   * budgets and the attempts under way there. A deployment that has changed since gets a gate of
   * its own; but the attempts that are under way there keep taking its places, and what was learnt
   * of its limits stays, as long as its id, provider and endpoint are the same, and nobody else
   * goes on with the key that it had. Where pacing is switched on or off all begin anew. Before
   * anybody else knows these gates; {@link #takeOver} ends it.
   */
  public void goOnFrom(Gates previous) {
    this.previous = previous;
    isInForce = false;
    if (pacing.enabled() != previous.pacing.enabled()) {
      return;
    }
    turnstiles.add(previous.turnstiles);
    entries.putAll(previous.entries);
  }

  /** {@code deployments} are all that will be configured: told before any gate is asked for. */
  public void expect(Collection<Deployment> deployments) {
    turnstiles.expect(deployments);
  }

  /**
   * These gates are in force from now on: the limits of {@code deployments}, which are all that are
   * configured, hold for what the gates before them let in as well. Gates of deployments that were
   * configured before, and no longer are, are let go.
   */
  public void takeOver(Collection<Deployment> deployments) {
    configured = deployments.stream().map(Deployment::id).collect(Collectors.toSet());
    Gates before = previous;
    if (before != null) {
      previous = null;
      before.isInForce = false;
      isInForce = true;
      before.letGo(configured);
      before.letGoOfLimitsElsewhere(deployments.stream().map(this::of).toList());
      entries.keySet().removeIf(id -> before.configured.contains(id) && !configured.contains(id));
      deployments.forEach(deployment -> of(deployment).limit(pacing));
      entries.values().forEach(entry -> entry.keepTo(health, budget));
    }
  }

  /** The gate of {@code deployment}. */
  public Gate of(Deployment deployment) {
    Entry entry = entries.get(deployment.id());
    Gate known = entry == null ? null : entry.wanted(deployment);
    return known != null ? known : create(deployment);
  }

  /** How all stand that are known, by their ids. */
  public SortedMap<String, DeploymentState> states() {
    SortedMap<String, Gate> gates = new TreeMap<>();
    Map<Turnstile, List<String>> sharing = new HashMap<>();
    entries.forEach((id, entry) -> {
      Gate gate = entry.held();
      if (gate != null) {
        gates.put(id, gate);
        sharing.computeIfAbsent(gate.turnstile(), any -> new ArrayList<>()).add(id);
      }
    });
    long now = time.nanos();
    SortedMap<String, DeploymentState> states = new TreeMap<>();
    gates.forEach((id, gate) -> {
      List<String> all = sharing.getOrDefault(gate.turnstile(), List.of());
      List<String> others = all.stream().filter(other -> !other.equals(id)).sorted().toList();
      states.put(id, Snapshot.of(gate, others, now));
    });
    return states;
  }

  /** How many gates are kept. */
  int size() {
    return entries.size();
  }

  /** How many accounts and sites are known whose gates share limits. */
  int sharedLimits() {
    return turnstiles.size();
  }

  // Their limits hold for those who stay no more.
  private void letGo(Set<String> stay) {
    for (String id : configured) {
      Entry entry = stay.contains(id) ? null : entries.get(id);
      Gate gate = entry == null ? null : entry.held();
      if (gate != null) {
        gate.unlimit(pacing);
      }
    }
  }

  // Who has another turnstile now limits nobody who goes on at the one that it had.
  private void letGoOfLimitsElsewhere(List<Gate> next) {
    Set<Turnstile> inUse = next.stream().map(Gate::turnstile).collect(Collectors.toSet());
    for (Gate gate : next) {
      Entry entry = entries.get(gate.deployment().id());
      Gate old = entry == null ? null : entry.held();
      if (old != null && old.turnstile() != gate.turnstile() && inUse.contains(old.turnstile())) {
        old.unlimit(pacing);
      }
    }
  }

  private Gate create(Deployment deployment) {
    Gate created = new Gate(deployment, health, budget, turnstiles.of(deployment, pacing), time);
    if (isInForce) {
      created.limit(pacing);
    }
    // Whoever was faster has a gate that is still held, or this one takes its place.
    Gate gate =
        entries
            .merge(
                deployment.id(),
                new Entry(created),
                (old, fresh) -> old.wanted(deployment) == null ? fresh : old)
            .wanted(deployment);
    sweepNowAndThen();
    return gate == null ? created : gate;
  }

  private void sweepNowAndThen() {
    if (untilSweep.decrementAndGet() > 0 || !sweeping.tryLock()) {
      return;
    }
    try {
      Sweep sweep = new Sweep(configured);
      entries.entrySet().removeIf(entry -> sweep.removes(entry.getKey(), entry.getValue()));
      turnstiles.sweep();
      untilSweep.set(SWEEP_EVERY);
    } finally {
      sweeping.unlock();
    }
  }

  /** One look at all gates, for those to let go of. */
  private static final class Sweep {
    private final Set<String> configured;
    private int cooling;

    Sweep(Set<String> configured) {
      this.configured = configured;
    }

    /** Whether the gate is gone; it may be let go by this. */
    boolean removes(String id, Entry entry) {
      Gate gate = entry.kept();
      if (gate != null && !stays(id, gate)) {
        entry.letGo(gate);
      }
      entry.isWanted = false;
      return entry.held() == null;
    }

    private boolean stays(String id, Gate gate) {
      if (gate.turnstile().inFlight() > 0) {
        return true;
      }
      return gate.health() instanceof Health.CoolingDown
          && (configured.contains(id) || ++cooling <= MOST_COOLING);
    }
  }

  /** A gate that is kept, or only known as long as somebody else keeps it. */
  private static final class Entry {
    private final WeakReference<Gate> reference;
    private volatile @Nullable Gate kept;
    private volatile boolean isWanted = true;

    Entry(Gate gate) {
      this.reference = new WeakReference<>(gate);
      this.kept = gate;
    }

    /** The gate, kept or not; nothing where it is gone. */
    @Nullable Gate held() {
      return reference.get();
    }

    void keepTo(HealthPolicy health, RetryBudget budget) {
      Gate held = reference.get();
      if (held != null) {
        held.keepTo(health, budget);
      }
    }

    /** The gate, to be kept from now on; nothing where it is gone, or another deployment's. */
    @Nullable Gate wanted(Deployment deployment) {
      Gate held = reference.get();
      if (held == null || !held.isOf(deployment)) {
        return null;
      }
      Gate gate = kept;
      if (gate != null && isWanted) {
        return gate;
      }
      isWanted = true;
      kept = held;
      return held;
    }

    @Nullable Gate kept() {
      return kept;
    }

    void letGo(Gate gate) {
      if (!isWanted) {
        kept = null;
        // Somebody may have asked for it in between: either of the two sees the other.
        kept = isWanted ? gate : null;
      }
    }
  }
}
