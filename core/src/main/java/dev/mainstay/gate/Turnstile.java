package dev.mainstay.gate;

import dev.mainstay.pace.Estimate;
import dev.mainstay.pace.GivenLimits;
import dev.mainstay.pace.Hold;
import dev.mainstay.pace.Pacer;
import dev.mainstay.pace.Reservation;
import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.provider.KnownLimit;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets attempts at one endpoint pass, as many and as fast as it takes them, and has the others wait
 * in one fair line. Gates of deployments that are asked with the same key for the same model share
 * it, and so do gates that follow each other as a configuration is read again: the limits are the
 * provider's, whichever gate lets an attempt in. Its {@link #lock} guards all that these gates
 * change.
 *
 * <p>Nobody looks whether there is room: whoever makes some, and the clock where a limit or a
 * cooldown ends, has the line {@linkplain #serve served}, and it is let in who is first. So nobody
 * is woken in vain, and room that was made is never overlooked. Whoever comes has the line served
 * before itself, so that nobody is overtaken.
 */
final class Turnstile {
  private final ReentrantLock lock = new ReentrantLock();
  private final TimeSource time;
  private final Pacer pacer;
  private final SharedLimits limits = new SharedLimits();
  private final Line line = new Line();
  // Those of gates that keep somebody back, the oldest gate's first.
  private final Set<Gate> keepingBack = new LinkedHashSet<>();
  private PacingPolicy policy;
  private long comings;
  private TimeSource.@Nullable Timer timer;
  private long timerAt;

  // Read without the lock.
  private volatile int inFlight;
  private volatile @Nullable Closure closure;

  Turnstile(PacingPolicy policy, TimeSource time) {
    this.policy = policy;
    this.time = time;
    this.pacer =
        policy.enabled()
            ? Pacer.of(GivenLimits.none(), time.nanos())
            : Pacer.unbounded(time.nanos());
  }

  ReentrantLock lock() {
    return lock;
  }

  /** How many attempts are under way. Without the lock. */
  int inFlight() {
    return inFlight;
  }

  /** What keeps out one that comes now, as far as can be told without the lock. */
  @Nullable Obstacle obstacle() {
    Closure closed = closure;
    return closed == null || closed.isPast(time) ? null : closed.why();
  }

  /** Whether what its answers tell and teach of limits is heeded. */
  boolean paces() {
    return policy.enabled();
  }

  /** From now on these limits hold at {@code deployment}, beside those of others that share it. */
  void limit(String deployment, GivenLimits own, PacingPolicy keptTo, long now) {
    policy = keptTo;
    limits.put(deployment, policy.enabled() ? own : own.inFlightOnly());
    pacer.give(limits.lowest(), now);
    serve(now);
  }

  /** Lets {@code visit}'s attempt pass now, unless that were too much, or somebody waits. */
  @Nullable Reservation pass(Visit visit, long now) {
    Estimate estimate = estimate(visit.caller());
    if (visit.wasRefused() && line.size() == 0) {
      pacer.isAskedAgain(now);
    }
    if (line.size() > 0 || pacer.hold(estimate, now).isPresent()) {
      publish(now);
      return null;
    }
    return enter(estimate, now);
  }

  /** In how long {@code visit}'s turn is likely to come if it joined now. */
  Duration turnIn(Visit visit, long now) {
    return in(pacer.likelyServedByNanos(line.ahead(visit), estimate(visit.caller()), now), now);
  }

  /** How long it takes at the least until {@code visit}'s turn, as limits in a time say. */
  Duration opensIn(Visit visit, long now) {
    return in(pacer.servedByNanos(line.ahead(visit), estimate(visit.caller()), now), now);
  }

  private static Duration in(long nanos, long now) {
    return Duration.ofNanos(Math.max(0, nanos - now)).truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Whether {@code visit} may wait for its turn: fewer do than may, or it has waited before, and
   * was refused.
   */
  boolean hasRoomInLine(Visit visit) {
    return visit.wasRefused() || hasRoomInLine();
  }

  private boolean hasRoomInLine() {
    return waiting() < policy.maxQueue();
  }

  /** How many wait, those whom a cooldown keeps back among them. */
  int waiting() {
    int waiting = line.size();
    for (Gate gate : keepingBack) {
      waiting += gate.bound().keptBack();
    }
    return waiting;
  }

  /** What is known of the limits. */
  List<KnownLimit> knownLimits(long now) {
    return pacer.limits(now);
  }

  /**
   * Why one that used next to nothing would have to wait, if nobody else did; nothing where it
   * might go out.
   */
  Optional<Hold> hold(long now) {
    return pacer.foreseen(now);
  }

  /** Whether anybody waits for its turn. */
  boolean isWaitedFor() {
    return line.size() > 0;
  }

  /** {@code waiter} is the last from now on, where there is hope for it. */
  void join(Waiter waiter, long now) {
    if (!isHopeful(waiter, now)) {
      waiter.turn().loses();
      return;
    }
    waiter.comesAs(comings++);
    if (waiter.terms().bound()) {
      waiter.gate().bound().add(waiter);
    }
    if (waiter.gate().cooldown(waiter.terms(), now) == null) {
      lineUp(waiter);
    } else {
      keepBack(waiter);
    }
    serve(now);
  }

  /** {@code waiter} waits no longer. */
  void leave(Waiter waiter, long now) {
    boolean stoodInLine = line.leave(waiter);
    if (waiter.gate().bound().remove(waiter) || stoodInLine) {
      serve(now);
    }
  }

  /**
   * Sends away those at {@code gate} who would wait in vain, since a cooldown has begun there; the
   * others are to be {@linkplain #serve served} then.
   */
  void sendAway(Gate gate, long now) {
    for (Waiter waiter : gate.bound().those(waiter -> !mayHope(waiter, now))) {
      sendAway(waiter);
    }
  }

  /** Lets in those who may go in, the first first. */
  void serve(long now) {
    keepingBack.removeIf(gate -> !gate.bound().anyKeptBack());
    Hold hold = null;
    Optional<Waiter> next = next(now);
    while (next.isPresent() && hold == null) {
      hold = pacer.hold(estimate(next.get().visit().caller()), now).orElse(null);
      if (hold == null) {
        admit(next.get(), now);
        next = next(now);
      }
    }
    setTimer(hold, now);
    publish(now);
  }

  private void admit(Waiter waiter, long now) {
    line.serve(waiter);
    waiter.gate().bound().remove(waiter);
    if (waiter.gate().isBudgetSpent(waiter.terms(), now)) {
      waiter.turn().loses();
    } else {
      waiter.turn().offer(() -> waiter.gate().admit(waiter, enter(waiter, now), now));
    }
  }

  private Reservation enter(Waiter waiter, long now) {
    return enter(estimate(waiter.visit().caller()), now);
  }

  private Reservation enter(Estimate estimate, long now) {
    Reservation reservation = pacer.enter(estimate, now);
    publish(now);
    return reservation;
  }

  /** Who is next of those whom no cooldown keeps back. */
  private Optional<Waiter> next(long now) {
    while (true) {
      // Whoever was to probe may have left it to the next.
      keepingBack.forEach(gate -> release(gate, now));
      Optional<Waiter> next = pacer.isDoubtful(now) ? line.firstFresh() : line.first();
      if (next.isEmpty()) {
        return next;
      }
      Waiter waiter = next.get();
      if (waiter.turn().isOver()) {
        line.leave(waiter);
        waiter.gate().bound().remove(waiter);
      } else if (waiter.gate().cooldown(waiter.terms(), now) != null) {
        line.leave(waiter);
        keepBack(waiter);
      } else {
        return next;
      }
    }
  }

  private boolean isHopeful(Waiter waiter, long now) {
    return hasRoomInLine(waiter.visit()) && mayHope(waiter, now);
  }

  private static boolean mayHope(Waiter waiter, long now) {
    return !waiter.terms().bound() || waiter.gate().mayOpenBy(waiter.turn().untilNanos(), now);
  }

  private void sendAway(Waiter waiter) {
    line.leave(waiter);
    waiter.gate().bound().remove(waiter);
    waiter.turn().loses();
  }

  private void lineUp(Waiter waiter) {
    line.join(waiter, pacer.likely(estimate(waiter.visit().caller())));
  }

  private void keepBack(Waiter waiter) {
    waiter.gate().bound().keepBack(waiter);
    keepingBack.add(waiter.gate());
  }

  // After a cooldown one goes out as a probe, and the others wait for what becomes of it.
  private void release(Gate gate, long now) {
    BoundWaiters bound = gate.bound();
    while (bound.anyKeptBack()
        && gate.cooldown(Terms.of(true, false), now) == null
        && !(gate.isProbed(now) && bound.anyInLine())) {
      lineUp(bound.release());
    }
  }

  // Once nobody may go in: a timer that is due lets them in, and must not be taken back before
  // that.
  private void setTimer(@Nullable Hold hold, long now) {
    OptionalLong opens = opens(hold, now);
    if (opens.isPresent() && timer != null && timerAt == opens.getAsLong()) {
      return;
    }
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    if (opens.isPresent()) {
      timerAt = opens.getAsLong();
      timer = time.schedule(Duration.ofNanos(Math.max(0, timerAt - now)), this::ring);
    }
  }

  private OptionalLong opens(@Nullable Hold hold, long now) {
    OptionalLong first = hold == null ? OptionalLong.empty() : hold.untilNanos();
    for (Gate gate : keepingBack) {
      OptionalLong opens = gate.opensNanos(now);
      if (opens.isPresent() && (first.isEmpty() || opens.getAsLong() - first.getAsLong() < 0)) {
        first = opens;
      }
    }
    return first;
  }

  private void ring() {
    lock.lock();
    try {
      timer = null;
      serve(time.nanos());
    } finally {
      lock.unlock();
    }
  }

  private void publish(long now) {
    inFlight = pacer.inFlight();
    Optional<Hold> hold = pacer.foreseen(now);
    if (line.size() > 0) {
      closure = Closure.forThoseInLine(hold);
    } else if (hold.isPresent() || closure != null) {
      closure = hold.map(Closure::of).orElse(null);
    }
  }

  private Estimate estimate(Caller caller) {
    return pacer.countsTokens() ? caller.estimate().get() : Caller.anybody().estimate().get();
  }

  /**
   * That nobody passes for now.
   *
   * @param untilNanos until when; until further notice where that is empty
   */
  private record Closure(Obstacle why, OptionalLong untilNanos) {
    private static final Closure FULL = new Closure(Obstacle.FULL, OptionalLong.empty());
    private static final Closure PACED = new Closure(Obstacle.PACED, OptionalLong.empty());

    static Closure of(Hold hold) {
      return new Closure(why(hold), hold.untilNanos());
    }

    static Closure forThoseInLine(Optional<Hold> hold) {
      return hold.map(Closure::why).orElse(Obstacle.PACED) == Obstacle.FULL ? FULL : PACED;
    }

    private static Obstacle why(Hold hold) {
      return hold.reason() == Hold.Reason.PLACE ? Obstacle.FULL : Obstacle.PACED;
    }

    boolean isPast(TimeSource time) {
      return untilNanos.isPresent() && time.nanos() - untilNanos.getAsLong() >= 0;
    }
  }
}
