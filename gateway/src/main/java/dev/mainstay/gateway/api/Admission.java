package dev.mainstay.gateway.api;

import dev.mainstay.gateway.front.GatewayLimits;
import dev.mainstay.pace.FairLine;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who of the callers is let in now: so many at once, and so many that wait for it, by turns of
 * their users; and no group so many that there were none left for another. Thread-safe.
 *
 * <pre>{@code
 * switch (admission.enter(user, group)) {
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
  // Where a place is free nobody stands there, but aside where the group may take no more.
  private final FairLine<Waiter> line = new FairLine<>(Integer.MAX_VALUE);
  private final Map<String, Share> shares = new HashMap<>();
  private final Share ofAll = Share.ofAll();
  private final Throughput throughput;
  // Changed under the lock, read without it.
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();

  /** An admission by {@code limits}, in which nobody is. */
  public Admission(GatewayLimits limits, TimeSource time) {
    this.most = limits.maxInFlight();
    this.mostWaiting = limits.maxWaiting();
    this.longest = limits.maxWait();
    this.time = Objects.requireNonNull(time, "time");
    this.throughput = new Throughput(time.nanos());
  }

  /** How many are in. */
  public int inFlight() {
    return inFlight.get();
  }

  /** How many wait. */
  public int waiting() {
    return waiting.get();
  }

  /**
   * What one who came now would be told without waiting, where that is so: worth asking before
   * anything is done for a caller.
   */
  public Optional<Full> full() {
    if (free() > 0 || roomToWait() > 0) {
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
   * GatewayLimits#maxWait}. It may have whatever place is free.
   *
   * @param user whose turn it is; empty for callers that name none, who share theirs
   * @throws InterruptedException if the thread is interrupted before it is let in
   */
  public Outcome enter(String user) throws InterruptedException {
    return enter(user, Optional.empty());
  }

  /**
   * The same for one of {@code group}, which leaves places for others: it may take more while it
   * has less than four times as many as are free, and of the room for those who wait likewise.
   */
  public Outcome enter(String user, String group) throws InterruptedException {
    return enter(user, Optional.of(group));
  }

  private Outcome enter(String user, Optional<String> group) throws InterruptedException {
    Objects.requireNonNull(user, "user");
    Waiter waiter;
    lock.lock();
    try {
      Share share = group.map(name -> shares.computeIfAbsent(name, Share::of)).orElse(ofAll);
      waiter = new Waiter(Thread.currentThread(), user, share);
      if (share.mayEnter(free()) && line.size() == 0 && share.aside().size() == 0) {
        admit(waiter);
        return new Place(this, share);
      }
      if (!share.mayWait(roomToWait())) {
        forgetIdle(share);
        return refusal();
      }
      share.waits();
      waiting.incrementAndGet();
      waiter.standsIn(line);
      serve();
    } finally {
      lock.unlock();
    }
    return await(waiter);
  }

  private Outcome await(Waiter waiter) throws InterruptedException {
    long start = time.nanos();
    while (!waiter.isIn) {
      Duration left = longest.minus(time.since(start));
      boolean isInterrupted = Thread.interrupted();
      if (isInterrupted || !left.isPositive()) {
        Optional<Full> refusal = leave(waiter, isInterrupted);
        if (isInterrupted) {
          throw new InterruptedException("interrupted while waiting to be let in");
        }
        return refusal.<Outcome>map(full -> full).orElseGet(() -> new Place(this, waiter.share));
      }
      time.park(left);
    }
    return new Place(this, waiter.share);
  }

  /** Gives up; nothing where it was let in meanwhile and is glad of it. */
  private Optional<Full> leave(Waiter waiter, boolean isGone) {
    lock.lock();
    try {
      if (waiter.isIn) {
        if (isGone) {
          free(waiter.share);
        }
        return Optional.empty();
      }
      waiter.leaves();
      waitsNoMore(waiter.share);
      forgetIdle(waiter.share);
      return Optional.of(refusal());
    } finally {
      lock.unlock();
    }
  }

  private void release(Share share) {
    lock.lock();
    try {
      throughput.count(time.nanos());
      free(share);
    } finally {
      lock.unlock();
    }
  }

  private void free(Share share) {
    inFlight.decrementAndGet();
    share.leaves();
    forgetIdle(share);
    serve();
  }

  private void serve() {
    for (Optional<Waiter> next = next(); next.isPresent(); next = next()) {
      Waiter served = next.get();
      waitsNoMore(served.share);
      admit(served);
      time.unpark(served.thread);
    }
  }

  /** Who is let in next, and stands nowhere any more; nothing where nobody may be. */
  private Optional<Waiter> next() {
    if (free() == 0) {
      return Optional.empty();
    }
    Optional<Share> aside = nextAside();
    if (aside.isPresent()) {
      return first(aside.get().aside());
    }
    Optional<Waiter> next = first(line);
    while (next.isPresent() && !next.get().share.mayEnter(free())) {
      next.get().standsIn(next.get().share.aside());
      next = first(line);
    }
    return next;
  }

  /** Of the groups that may take more, and have somebody aside, that with the fewest. */
  private Optional<Share> nextAside() {
    Share fewest = null;
    for (Share share : shares.values()) {
      boolean may = share.aside().size() > 0 && share.mayEnter(free());
      if (may && (fewest == null || share.in() < fewest.in())) {
        fewest = share;
      }
    }
    return Optional.ofNullable(fewest);
  }

  private static Optional<Waiter> first(FairLine<Waiter> line) {
    return line.first().map(line::serve);
  }

  private void admit(Waiter waiter) {
    inFlight.incrementAndGet();
    waiter.share.enters();
    waiter.isIn = true;
  }

  private void waitsNoMore(Share share) {
    share.waitsNoMore();
    waiting.decrementAndGet();
  }

  private void forgetIdle(Share share) {
    if (share.isIdle()) {
      shares.remove(share.group(), share);
    }
  }

  private int free() {
    return most - inFlight.get();
  }

  private int roomToWait() {
    return mostWaiting - waiting.get();
  }

  // By when half of those who wait will be in, as things go.
  private Full refusal() {
    double perSecond = throughput.perSecond(time.nanos());
    double seconds = perSecond > 0 ? (1 + waiting() / 2.0) / perSecond : 0;
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
    private final Share share;
    private boolean isClosed;

    private Place(Admission admission, Share share) {
      this.admission = admission;
      this.share = share;
    }

    /** Leaves; without effect the second time. */
    @Override
    public void close() {
      if (!isClosed) {
        isClosed = true;
        admission.release(share);
      }
    }
  }

  /**
   * One is not in: as many wait as may, or it waited for as long as one may.
   *
   * @param retryAfter after how long it may be worth asking again; whole seconds, 1 to 30
   */
  public record Full(Duration retryAfter) implements Outcome {}

  /** One who is to be let in. */
  static final class Waiter {
    private final Thread thread;
    private final String user;
    private final Share share;
    private FairLine.@Nullable Place<Waiter> place;
    private @Nullable FairLine<Waiter> standsIn;
    private volatile boolean isIn;

    private Waiter(Thread thread, String user, Share share) {
      this.thread = thread;
      this.user = user;
      this.share = share;
    }

    /** The last in {@code line} from now on. */
    private void standsIn(FairLine<Waiter> line) {
      standsIn = line;
      place = line.join(this, user, PRIORITY).orElseThrow();
    }

    private void leaves() {
      if (standsIn != null && place != null) {
        standsIn.leave(place);
      }
    }
  }
}
