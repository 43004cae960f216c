package dev.mainstay.gate;

import dev.mainstay.failure.Failure;
import dev.mainstay.model.Usage;
import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.TimeSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Whether one deployment may be asked, and what its attempts have taught. Thread-safe. */
public final class Gate {
  private final ReentrantLock lock;
  private final Deployment deployment;
  private final TimeSource time;
  private final Places places;
  private final Breaker breaker;
  private final Budget budget;
  private final Load load;
  private final WaitingLine line;

  /**
   * The gate of {@code deployment}.
   *
   * @param places the deployment's, whose limit {@link #limitPlaces} sets
   */
  Gate(
      Deployment deployment,
      HealthPolicy policy,
      RetryBudget budget,
      Places places,
      TimeSource time) {
    long now = time.nanos();
    this.deployment = deployment;
    this.time = time;
    this.places = places;
    this.lock = places.lock();
    this.breaker = new Breaker(policy, now);
    this.budget = new Budget(budget, now);
    this.load = new Load(time, places);
    this.line = new WaitingLine(new LineAdmission(), time, this::serve);
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
  public Visit visit() {
    return new Visit(this);
  }

  /** Whether the first attempt of a call's visit might enter now; for a choice among many. */
  public boolean mayEnter(Terms terms) {
    return obstacle(terms) == null;
  }

  /** Whether it is the gate of {@code other}: the same endpoint, key, limits and all. */
  boolean isOf(Deployment other) {
    return deployment.equals(other);
  }

  Deployment deployment() {
    return deployment;
  }

  Places places() {
    return places;
  }

  /** From now on it is its deployment's limit that holds for the places. */
  void limitPlaces() {
    long now = time.nanos();
    lock.lock();
    try {
      places.limitTo(deployment.maxParallelRequests().orElse(Integer.MAX_VALUE), now);
    } finally {
      lock.unlock();
    }
  }

  /** Whether no attempt is under way, and no cooldown. */
  boolean isIdle() {
    return places.taken() == 0 && !(health() instanceof Health.CoolingDown);
  }

  /** What keeps out an attempt now. Without a lock, but for one that draws. */
  @Nullable Obstacle obstacle(Terms terms) {
    if (!terms.draws() && !breaker.mayCoolDown()) {
      return places.areAllTaken() ? Obstacle.FULL : null;
    }
    return terms.draws() ? lockedObstacle(terms) : obstacle(terms, time.nanos());
  }

  Optional<Permit> enter(Visit visit, Terms terms) {
    long now = time.nanos();
    lock.lock();
    try {
      places.serve(now);
      return obstacle(terms, now) == null
          ? Optional.of(admit(visit, terms, now))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Somebody waits in {@code place} from now on. */
  void join(WaitingLine.Place place) {
    long now = time.nanos();
    lock.lock();
    try {
      line.join(place, now);
      if (!line.isEmpty()) {
        places.waitedForIn(line);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits in {@code place} any more. */
  void leave(WaitingLine.Place place) {
    long now = time.nanos();
    lock.lock();
    try {
      line.leave(place, now);
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
        breaker.committed(permit);
        if (permit.isTraffic()) {
          budget.opened(now);
        }
        places.serve(now);
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
      breaker.succeeded(permit, now);
      budget.outcomes().succeeded(now);
      places.serve(now);
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
      if (breaker.failed(permit, failure, now)) {
        line.sendAway(now);
      }
      places.serve(now);
    } finally {
      lock.unlock();
    }
  }

  void closed(Permit permit) {
    lock.lock();
    try {
      if (permit.end()) {
        leave(permit);
        places.serve(time.nanos());
      }
    } finally {
      lock.unlock();
    }
  }

  private void serve() {
    long now = time.nanos();
    lock.lock();
    try {
      places.serve(now);
    } finally {
      lock.unlock();
    }
  }

  private Permit admit(Visit visit, Terms terms, long now) {
    boolean traffic = budget.entered(visit.enters(), terms.draws(), now);
    Permit permit = new Permit(this, visit, now, breaker.generation(), traffic);
    if (terms.bound()) {
      breaker.entered(permit, now);
    }
    places.take();
    load.entered(now);
    return permit;
  }

  private void leave(Permit permit) {
    if (!permit.isCommitted() && !permit.isSettled()) {
      load.gaveUp(permit.begunNanos(), time.nanos());
    }
    if (permit.isCommitted() && permit.isTraffic()) {
      budget.closed(time.nanos());
    }
    breaker.closed(permit);
    places.giveBack();
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
    Obstacle cooldown = terms.bound() ? breaker.obstacle(now) : null;
    if (cooldown != null) {
      return cooldown;
    }
    if (places.areAllTaken()) {
      return Obstacle.FULL;
    }
    return terms.draws() && budget.isSpent(now) ? Obstacle.BUDGET_SPENT : null;
  }

  /** What keeps those in the line out. */
  private final class LineAdmission implements WaitingLine.Admission {
    @Override
    public @Nullable Obstacle obstacle(Terms terms, long now) {
      return Gate.this.obstacle(terms, now);
    }

    @Override
    public Permit admit(Visit visit, Terms terms, long now) {
      return Gate.this.admit(visit, terms, now);
    }

    @Override
    public OptionalLong opensNanos(long now) {
      return breaker.opensNanos(now);
    }

    @Override
    public boolean mayOpenBy(long untilNanos, long now) {
      return breaker.mayOpenBy(untilNanos, now);
    }
  }
}
