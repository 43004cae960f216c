package dev.mainstay.gateway.api;

import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.pace.FairLine;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who of the callers is let in now: so many at once, and so many that wait for it, by turns of
 * their users. Thread-safe.
 *
 * <pre>{@code
 * switch (admission.enter(user)) {
 *   case Admission.Place place -> {
 *     try (place) {
 *       answer(request);
 *     }
 *   }
 *   case Admission.Full(Duration retryAfter) -> refuse(request, retryAfter);
 * }
 * }</pre>
 */
public final class Admission {
  // Keys are to be a level above, and will have priorities.
  private static final int PRIORITY = 0;
  private static final Duration SHORTEST_HINT = Duration.ofSeconds(1);
  private static final Duration LONGEST_HINT = Duration.ofSeconds(30);

  private final int most;
  private final int mostWaiting;
  private final Duration longest;
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final FairLine<Waiter> line;
  private final Throughput throughput;
  // Changed under the lock, read without it.
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile int waiting;

  /** An admission by {@code limits}, in which nobody is. */
  public Admission(GatewayLimits limits, TimeSource time) {
    this.most = limits.maxInFlight();
    this.mostWaiting = limits.maxWaiting();
    this.longest = limits.maxWait();
    this.time = Objects.requireNonNull(time, "time");
    this.line = new FairLine<>(mostWaiting);
    this.throughput = new Throughput(time.nanos());
  }

  /** How many are in. */
  public int inFlight() {
    return inFlight.get();
  }

  /** How many wait. */
  public int waiting() {
    return waiting;
  }

  /**
   * What one who came now would be told without waiting, where that is so: worth asking before
   * anything is done for a caller.
   */
  public Optional<Full> full() {
    if (inFlight.get() < most || waiting < mostWaiting) {
      return Optional.empty();
    }
    lock.lock();
    try {
      return Optional.of(refusal());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets one in, after its wait where there is one; blocks for no longer than {@link
   * GatewayLimits#maxWait}.
   *
   * @param user whose turn it is; empty for callers that name none, who share theirs
   * @throws InterruptedException if the thread is interrupted before it is let in
   */
  public Outcome enter(String user) throws InterruptedException {
    Objects.requireNonNull(user, "user");
    Waiter waiter = new Waiter(Thread.currentThread());
    Optional<FairLine.Place<Waiter>> joined;
    lock.lock();
    try {
      if (inFlight.get() < most && line.size() == 0) {
        inFlight.incrementAndGet();
        return new Place(this);
      }
      joined = line.join(waiter, user, PRIORITY);
      waiting = line.size();
      if (joined.isEmpty()) {
        return refusal();
      }
    } finally {
      lock.unlock();
    }
    return await(waiter, joined.get());
  }

  private Outcome await(Waiter waiter, FairLine.Place<Waiter> place) throws InterruptedException {
    long start = time.nanos();
    while (!waiter.isIn) {
      Duration left = longest.minus(time.since(start));
      boolean isInterrupted = Thread.interrupted();
      if (isInterrupted || !left.isPositive()) {
        Optional<Full> refusal = leave(waiter, place, isInterrupted);
        if (isInterrupted) {
          throw new InterruptedException("interrupted while waiting to be let in");
        }
        return refusal.<Outcome>map(full -> full).orElseGet(() -> new Place(this));
      }
      time.park(left);
    }
    return new Place(this);
  }

  /** Gives up; nothing where it was let in meanwhile and is glad of it. */
  private Optional<Full> leave(Waiter waiter, FairLine.Place<Waiter> place, boolean isGone) {
    lock.lock();
    try {
      if (waiter.isIn) {
        if (isGone) {
          free();
        }
        return Optional.empty();
      }
      line.leave(place);
      waiting = line.size();
      return Optional.of(refusal());
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    lock.lock();
    try {
      throughput.count(time.nanos());
      free();
    } finally {
      lock.unlock();
    }
  }

  private void free() {
    inFlight.decrementAndGet();
    while (inFlight.get() < most) {
      Optional<FairLine.Place<Waiter>> first = line.first();
      if (first.isEmpty()) {
        break;
      }
      Waiter next = line.serve(first.get());
      waiting = line.size();
      inFlight.incrementAndGet();
      next.isIn = true;
      time.unpark(next.thread);
    }
  }

  // By when half of those who wait will be in, as things go.
  private Full refusal() {
    double perSecond = throughput.perSecond(time.nanos());
    double seconds = perSecond > 0 ? (1 + line.size() / 2.0) / perSecond : 0;
    Duration hint = Duration.ofSeconds((long) Math.ceil(Math.min(seconds, 1e6)));
    boolean isShort = hint.compareTo(SHORTEST_HINT) < 0;
    boolean isLong = hint.compareTo(LONGEST_HINT) > 0;
    return new Full(isShort ? SHORTEST_HINT : isLong ? LONGEST_HINT : hint);
  }

  /** What one who asked is told. */
  public sealed interface Outcome {}

  /** One is in, until this is closed. */
  public static final class Place implements Outcome, AutoCloseable {
    private final Admission admission;
    private boolean isClosed;

    private Place(Admission admission) {
      this.admission = admission;
    }

    /** Leaves; without effect the second time. */
    @Override
    public void close() {
      if (!isClosed) {
        isClosed = true;
        admission.release();
      }
    }
  }

  /**
   * One is not in: as many wait as may, or it waited for as long as one may.
   *
   * @param retryAfter after how long it may be worth asking again; whole seconds, 1 to 30
   */
  public record Full(Duration retryAfter) implements Outcome {}

  private static final class Waiter {
    private final Thread thread;
    private volatile boolean isIn;

    Waiter(Thread thread) {
      this.thread = thread;
    }
  }
}
