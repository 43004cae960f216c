package dev.mainstay.gate;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.Usage;
import dev.mainstay.pace.GivenLimits;
import dev.mainstay.pace.Reservation;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ToldLimit;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Whether one deployment may be asked, and what its attempts have taught. Thread-safe. */
public final class Gate {
  private final ReentrantLock lock;
  private final Deployment deployment;
  private final TimeSource time;
  private final Turnstile turnstile;
  private final Breaker breaker;
  private final Budget budget;
  private final Load load;
  private final BoundWaiters bound = new BoundWaiters();

  /**
   * The gate of {@code deployment}.
   *
   * @param turnstile what its limits let pass, which {@link #limit} sets
   */
  Gate(
      Deployment deployment,
      HealthPolicy policy,
      RetryBudget budget,
      Turnstile turnstile,
      TimeSource time) {
    long now = time.nanos();
    this.deployment = deployment;
    this.time = time;
    this.turnstile = turnstile;
    this.lock = turnstile.lock();
    this.breaker = new Breaker(policy, now);
    this.budget = new Budget(budget, now);
    this.load = new Load(time, turnstile);
  }

  /** Whether the deployment is in use, as of now. */
  public Health health() {
    return breaker.health(time.nanos());
  }

  /** What its attempts have taught. */
  public Load load() {
    return load;
  }

  /** One call's dealings with this deployment, over all its attempts there. */
  public Visit visit(Caller caller) {
    return new Visit(this, caller);
  }

  /** The dealings of a call of which nothing is told. */
  public Visit visit() {
    return visit(Caller.anybody());
  }

  /** Whether the first attempt of a call's visit might enter now; for a choice among many. */
  public boolean mayEnter(Terms terms) {
    return obstacle(terms) == null;
  }

  /** Whether as many attempts are under way as may be. */
  public boolean isFull() {
    return turnstile.obstacle() == Obstacle.FULL;
  }

  /** Whether its retry budget allows another attempt. */
  public boolean hasBudget() {
    return locked(now -> !budget.isSpent(now));
  }

  /** Whether it is the gate of {@code other}: the same endpoint, key, limits and all. */
  boolean isOf(Deployment other) {
    return deployment.equals(other);
  }

  Deployment deployment() {
    return deployment;
  }

  Turnstile turnstile() {
    return turnstile;
  }

  /** From now on its deployment's limits hold, kept to as {@code pacing} says. */
  void limit(PacingPolicy pacing) {
    limit(
        new GivenLimits(deployment.rpm(), deployment.tpm(), deployment.maxParallelRequests()),
        pacing);
  }

  /** Its deployment is no more: its limits hold for nobody else. */
  void unlimit(PacingPolicy pacing) {
    limit(GivenLimits.none(), pacing);
  }

  /** From now on it keeps to these; what it has counted stays. */
  void keepTo(HealthPolicy health, RetryBudget retries) {
    lock.lock();
    try {
      breaker.keepTo(health);
      budget.keepTo(retries);
    } finally {
      lock.unlock();
    }
  }

  private void limit(GivenLimits given, PacingPolicy pacing) {
    long now = time.nanos();
    lock.lock();
    try {
      turnstile.limit(deployment.id(), given, pacing, now);
    } finally {
      lock.unlock();
    }
  }

  /** What keeps out an attempt now. Without a lock, but for one that draws. */
  @Nullable Obstacle obstacle(Terms terms) {
    if (!terms.draws() && !breaker.mayCoolDown()) {
      return turnstile.obstacle();
    }
    return terms.draws() ? lockedObstacle(terms) : obstacle(terms, time.nanos());
  }

  Optional<Permit> enter(Visit visit, Terms terms) {
    long now = time.nanos();
    lock.lock();
    try {
      turnstile.serve(now);
      if (cooldown(terms, now) != null || isBudgetSpent(terms, now)) {
        return Optional.empty();
      }
      Reservation reservation = turnstile.pass(visit, now);
      return reservation == null
          ? Optional.empty()
          : Optional.of(admit(visit, terms, reservation, now));
    } finally {
      lock.unlock();
    }
  }

  /** {@code waiter} waits from now on. */
  void join(Waiter waiter) {
    long now = time.nanos();
    lock.lock();
    try {
      turnstile.join(waiter, now);
    } finally {
      lock.unlock();
    }
  }

  /** {@code waiter} waits no longer. */
  void leave(Waiter waiter) {
    long now = time.nanos();
    lock.lock();
    try {
      turnstile.leave(waiter, now);
    } finally {
      lock.unlock();
    }
  }

  /** In how long {@code visit}'s turn is likely to come if it joined now. */
  Duration turnIn(Visit visit) {
    return locked(now -> turnstile.turnIn(visit, now));
  }

  /** How long it takes at the least until {@code visit}'s turn. */
  Duration opensIn(Visit visit) {
    return locked(now -> turnstile.opensIn(visit, now));
  }

  boolean hasRoomInLine(Visit visit) {
    lock.lock();
    try {
      return turnstile.hasRoomInLine(visit);
    } finally {
      lock.unlock();
    }
  }

  boolean isBeforeOthers(Visit visit) {
    lock.lock();
    try {
      return visit.wasRefused() && turnstile.isWaitedFor();
    } finally {
      lock.unlock();
    }
  }

  void told(Permit permit, List<ToldLimit> limits) {
    long now = time.nanos();
    lock.lock();
    try {
      if (turnstile.paces()) {
        permit.reservation().told(limits, now);
        turnstile.serve(now);
      }
    } finally {
      lock.unlock();
    }
  }

  void committed(Permit permit) {
    long now = time.nanos();
    lock.lock();
    try {
      if (permit.commit(now)) {
        load.firstOutput(permit.begunNanos(), now);
        permit.reservation().answered(now);
        breaker.committed(permit);
        if (permit.isTraffic()) {
          budget.opened(now);
        }
        turnstile.serve(now);
      }
    } finally {
      lock.unlock();
    }
  }

  void succeeded(Permit permit, Optional<Usage> usage) {
    long now = time.nanos();
    lock.lock();
    try {
      if (!permit.settle()) {
        return;
      }
      if (permit.isCommitted()) {
        load.streamed(permit.committedNanos(), usage, now);
      } else {
        load.whole(permit.begunNanos(), usage, now);
        breaker.committed(permit);
      }
      usedUp(permit, usage, now);
      breaker.succeeded(permit, now);
      budget.outcomes().succeeded(now);
      turnstile.serve(now);
    } finally {
      lock.unlock();
    }
  }

  void failed(Permit permit, Failure failure) {
    long now = time.nanos();
    lock.lock();
    try {
      if (!permit.settle()) {
        return;
      }
      Visit visit = permit.visit();
      visit.hasFailed();
      if (!permit.isCommitted()) {
        load.gaveUp(permit.begunNanos(), now);
      }
      if (Count.counts(failure)) {
        visit.countedForBudget(Count.among(budget.outcomes(), Count.weightOf(failure), now));
      }
      if (failure instanceof Failure.RateLimited && turnstile.paces()) {
        permit.reservation().refused(failure.retryAfter(), now);
        visit.isRefused();
      }
      if (breaker.failed(permit, failure, now)) {
        turnstile.sendAway(this, now);
      }
      turnstile.serve(now);
    } finally {
      lock.unlock();
    }
  }

  void closed(Permit permit) {
    lock.lock();
    try {
      if (permit.end()) {
        leave(permit);
        turnstile.serve(time.nanos());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets in one that has waited. */
  Permit admit(Waiter waiter, Reservation reservation, long now) {
    return admit(waiter.visit(), waiter.terms(), reservation, now);
  }

  private Permit admit(Visit visit, Terms terms, Reservation reservation, long now) {
    boolean traffic = budget.entered(visit, terms, now);
    Permit permit = new Permit(this, visit, now, breaker.generation(), traffic, reservation);
    if (terms.bound()) {
      breaker.entered(permit, now);
    }
    load.entered(now);
    return permit;
  }

  private static void usedUp(Permit permit, Optional<Usage> usage, long now) {
    if (usage.isPresent()) {
      permit
          .reservation()
          .succeeded(usage.get().promptTokens(), usage.get().completionTokens(), now);
    } else {
      permit.reservation().succeeded(now);
    }
  }

  private void leave(Permit permit) {
    if (!permit.isCommitted() && !permit.isSettled()) {
      load.gaveUp(permit.begunNanos(), time.nanos());
    }
    if (permit.isCommitted() && permit.isTraffic()) {
      budget.closed(time.nanos());
    }
    breaker.closed(permit);
    if (!permit.hasGoneOut() && !permit.isSettled()) {
      permit.reservation().unsent(time.nanos());
    }
    permit.reservation().close(time.nanos());
  }

  private @Nullable Obstacle lockedObstacle(Terms terms) {
    long now = time.nanos();
    lock.lock();
    try {
      return obstacle(terms, now);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Obstacle obstacle(Terms terms, long now) {
    Obstacle cooldown = cooldown(terms, now);
    Obstacle first = cooldown == null ? turnstile.obstacle() : cooldown;
    return first == null && isBudgetSpent(terms, now) ? Obstacle.BUDGET_SPENT : first;
  }

  /** The cooldown that keeps out an attempt now, or the probe that comes after it. */
  @Nullable Obstacle cooldown(Terms terms, long now) {
    return terms.bound() ? breaker.obstacle(now) : null;
  }

  /** Whether an attempt would draw on a budget that is spent. */
  boolean isBudgetSpent(Terms terms, long now) {
    return terms.draws() && budget.isSpent(now);
  }

  /** Whether its cooldown is over, but for what a probe will tell. */
  boolean isProbed(long now) {
    return breaker.health(now) instanceof Health.HalfOpen;
  }

  /** When those whom a cooldown keeps out may enter, as far as that is known. */
  OptionalLong opensNanos(long now) {
    return breaker.opensNanos(now);
  }

  /** Whether those whom a cooldown binds, if it does now, may hope to be let in by then. */
  boolean mayOpenBy(long untilNanos, long now) {
    return breaker.mayOpenBy(untilNanos, now);
  }

  /** Those who wait here and are bound by its cooldowns. */
  BoundWaiters bound() {
    return bound;
  }

  private <T> T locked(LongFunction<T> work) {
    lock.lock();
    try {
      return work.apply(time.nanos());
    } finally {
      lock.unlock();
    }
  }
}
