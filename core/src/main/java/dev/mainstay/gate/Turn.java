package dev.mainstay.gate;

import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call's wait in the lines of several deployments: the first that has room lets it in, and the
 * wait is over. Belongs to the thread that made it, which is unparked when it is over.
 *
 * <pre>{@code
 * try (Turn turn = Turn.at(Map.of(visit, terms), longest, time)) {
 *   while (!turn.isOver() && ...) {
 *     time.park(...);
 *   }
 *   Optional<Permit> permit = turn.take();
 * }
 * }</pre>
 *
 * <p>Each line is fair. Whoever {@linkplain #close leaves} stands in no line any more, and what it
 * was given meanwhile goes to the next.
 */
public final class Turn implements AutoCloseable {
  private final TimeSource time;
  private final Thread waiter = Thread.currentThread();
  private final long untilNanos;
  private final List<Waiter> waits;

  // Guarded, as what follows, by its own monitor, which is nothing to keep, as a lock would be. It
  // is taken under a gate's lock, and none is taken under it.
  private @Nullable Permit permit;
  private int lines;
  private volatile boolean isOver;

  private Turn(Map<Visit, Terms> visits, Duration longest, TimeSource time) {
    this.time = time;
    this.untilNanos = time.nanos() + TimeUnit.NANOSECONDS.convert(longest);
    this.waits =
        visits.entrySet().stream()
            .map(visit -> new Waiter(this, visit.getKey(), visit.getValue()))
            .toList();
    this.lines = visits.size();
    this.isOver = visits.isEmpty();
  }

  /**
   * A turn of the calling thread's.
   *
   * @param visits to whom, in which order, and on what terms; it is over at once where one has
   *     room. A retry budget that is spent is not waited for
   * @param longest how long it is waited at most; it is over before where all cool down for longer
   */
  public static Turn at(Map<Visit, Terms> visits, Duration longest, TimeSource time) {
    Turn turn = new Turn(visits, longest, time);
    for (Waiter waiter : turn.waits) {
      if (!turn.isOver) {
        waiter.gate().join(waiter);
      }
    }
    return turn;
  }

  /** Whether there is nothing more to wait for: it was let in, or none will let it in. */
  public boolean isOver() {
    return isOver;
  }

  /** Whether none of the lines will let it in: it was in vain to wait in them. */
  public synchronized boolean isLost() {
    return lines == 0;
  }

  /** Ends the wait; gives the leave for an attempt, where it was let in. */
  public Optional<Permit> take() {
    Optional<Permit> given = end();
    for (Waiter waiter : waits) {
      waiter.gate().leave(waiter);
    }
    return given;
  }

  /** Ends the wait, and passes on what it was given and has not taken. */
  @Override
  public void close() {
    take().ifPresent(Permit::close);
  }

  /** Until when it is waited. */
  long untilNanos() {
    return untilNanos;
  }

  /** Is let in by {@code admission}, unless the wait is over. */
  void offer(Supplier<Permit> admission) {
    synchronized (this) {
      if (isOver) {
        return;
      }
      permit = admission.get();
      isOver = true;
    }
    time.unpark(waiter);
  }

  /** Waits in one line less. */
  void loses() {
    synchronized (this) {
      lines--;
      if (isOver || lines > 0) {
        return;
      }
      isOver = true;
    }
    time.unpark(waiter);
  }

  private synchronized Optional<Permit> end() {
    Optional<Permit> given = Optional.ofNullable(permit);
    permit = null;
    isOver = true;
    return given;
  }
}
