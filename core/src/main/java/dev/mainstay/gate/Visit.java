package dev.mainstay.gate;

import java.time.Duration;
import java.util.Optional;

/**
 * One call's dealings with one deployment. The call that met a failure keeps its own retries: once
 * an attempt of its own has failed here, a cooldown does not bind it, and it needs no probe. Not
 * thread-safe.
 */
public final class Visit {
  private final Gate gate;
  private final Caller caller;
  private volatile boolean hasFailed;

  // The rest is guarded by the gate's lock.
  private boolean hasEntered;
  private boolean wasRefused;
  private Count health = Count.NONE;
  private Count budget = Count.NONE;

  Visit(Gate gate, Caller caller) {
    this.gate = gate;
    this.caller = caller;
  }

  /** Whether an attempt on {@code terms} might enter now. */
  public boolean mayEnter(Terms terms) {
    return gate.mayEnter(own(terms));
  }

  /** What keeps an attempt on {@code terms} out now; nothing where it might enter. */
  public Optional<Obstacle> obstacle(Terms terms) {
    return Optional.ofNullable(gate.obstacle(own(terms)));
  }

  /**
   * Lets an attempt in on {@code terms}, or not: for one of the {@linkplain Obstacle obstacles}, or
   * since its limits leave too little for this one.
   */
  public Optional<Permit> enter(Terms terms) {
    return gate.enter(this, own(terms));
  }

  /**
   * In how long its turn is likely to come, if it joined those who wait; zero where that is now.
   */
  public Duration turnIn() {
    return gate.turnIn(this);
  }

  /**
   * How long it takes at the least until its turn, as limits in a time say; zero where none does.
   */
  public Duration opensIn() {
    return gate.opensIn(this);
  }

  /** Whether others wait for their turn, and it would go before them, since it was refused. */
  public boolean isBeforeOthers() {
    return gate.isBeforeOthers(this);
  }

  /** Whether it may wait for its turn: fewer do than may, or it would go before them. */
  public boolean hasRoomInLine() {
    return gate.hasRoomInLine(this);
  }

  Gate gate() {
    return gate;
  }

  Caller caller() {
    return caller;
  }

  /** Whether its latest attempt was refused since a limit was reached. */
  boolean wasRefused() {
    return wasRefused;
  }

  /** What becomes of {@code terms} for this call. */
  Terms own(Terms terms) {
    return hasFailed ? terms.unbound() : terms;
  }

  /** Takes note that its attempt was refused since a limit was reached. */
  void isRefused() {
    wasRefused = true;
  }

  /** Takes note that an attempt enters; whether it is the first. */
  boolean enters() {
    wasRefused = false;
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
