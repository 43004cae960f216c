package dev.mainstay.gate;

import java.util.Optional;

/**
 * One call's dealings with one deployment. The call that met a failure keeps its own retries: once
 * an attempt of its own has failed here, a cooldown does not bind it, and it needs no probe. Not
 * thread-safe.
 */
public final class Visit {
  private final Gate gate;
  private final boolean bound;
  private volatile boolean hasFailed;

  // The rest is guarded by the gate's lock.
  private boolean hasEntered;
  private Count health = Count.NONE;
  private Count budget = Count.NONE;

  Visit(Gate gate, boolean bound) {
    this.gate = gate;
    this.bound = bound;
  }

  /**
   * Whether an attempt might enter now.
   *
   * @param draws whether it draws on the retry budget
   */
  public boolean mayEnter(boolean draws) {
    return gate.mayEnter(terms(draws));
  }

  /**
   * What keeps an attempt out now; nothing where it might enter.
   *
   * @param draws whether it draws on the retry budget
   */
  public Optional<Obstacle> obstacle(boolean draws) {
    return Optional.ofNullable(gate.obstacle(terms(draws)));
  }

  /**
   * Lets an attempt in, or not: the deployment cools down, another attempt probes it, as many as
   * may be are under way, or the retry budget is spent.
   *
   * @param draws whether it draws on the retry budget
   */
  public Optional<Permit> enter(boolean draws) {
    return gate.enter(this, terms(draws));
  }

  void join(WaitingLine.Place place) {
    gate.join(place);
  }

  void leave(WaitingLine.Place place) {
    gate.leave(place);
  }

  /** The terms of its next attempt. */
  Terms terms(boolean draws) {
    return Terms.of(bound && !hasFailed, draws);
  }

  /** Takes note that an attempt enters; whether it is the first. */
  boolean enters() {
    boolean first = !hasEntered;
    hasEntered = true;
    return first;
  }

  void hasFailed() {
    hasFailed = true;
  }

  /** Counts its failure toward a cooldown: a call counts once, by its last. */
  void counted(Count next) {
    health.takeBack();
    health = next;
  }

  /** Counts its failure among the outcomes that limit retries: once as well, by its last. */
  void countedForBudget(Count next) {
    budget.takeBack();
    budget = next;
  }
}
