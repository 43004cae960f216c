package dev.mainstay.time;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A clock for tests: it stands still until somebody waits. Then it jumps, timer by timer, to the
 * end of the wait, so that code which waits for hours runs through at once and in a fixed order.
 *
 * <pre>{@code
 * ManualTime time = new ManualTime();
 * time.schedule(Duration.ofSeconds(5), () -> log.add("five"));
 * time.park(Duration.ofHours(1));     // runs the timer, then returns: an hour has passed
 * }</pre>
 *
 * <p>Timers run on the thread that waits. A {@linkplain LockSupport#unpark permit} given to the
 * waiting thread is not seen: wake it by a timer, or by the condition its loop looks at. So it
 * suits tests in which one thread waits: of calls on several threads, one that waits for its turn
 * has waited in vain before the others have done anything.
 */
public final class ManualTime implements TimeSource {
  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<Entry> timers = new PriorityQueue<>();
  private final Instant epoch;
  private volatile long nanos;
  private long sequence;

  /** A clock that begins at 2026-01-01T00:00:00Z. */
  public ManualTime() {
    this(Instant.parse("2026-01-01T00:00:00Z"));
  }

  /** A clock that begins at {@code epoch}. */
  public ManualTime(Instant epoch) {
    this.epoch = epoch;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return epoch.plusNanos(nanos);
  }

  /** How long this clock has run. */
  public Duration elapsed() {
    return Duration.ofNanos(nanos);
  }

  /**
   * Moves the clock to its next timer, or by {@code longest}, whichever comes first. It returns
   * after each timer that ran, so that the caller's loop can look at what the timer did.
   */
  @Override
  public void park(Duration longest) {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    step(after(longest));
  }

  /** Moves the clock by {@code duration} and runs what is due on the way, in order. */
  public void advance(Duration duration) {
    long until = after(duration);
    while (nanos < until || isDue(until)) {
      step(until);
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    lock.lock();
    try {
      Entry entry = new Entry(after(delay), sequence++, task);
      timers.add(entry);
      return () -> cancel(entry);
    } finally {
      lock.unlock();
    }
  }

  /** How many timers wait: what a call has left behind, when it is over. */
  public int pendingTimers() {
    lock.lock();
    try {
      return timers.size();
    } finally {
      lock.unlock();
    }
  }

  // Never before now, and never beyond the end of the clock.
  private long after(Duration delay) {
    long at = nanos + Math.max(0, TimeUnit.NANOSECONDS.convert(delay));
    return at < 0 ? Long.MAX_VALUE : at;
  }

  private void step(long until) {
    Entry due = takeDue(until);
    if (due != null) {
      due.task.run();
    }
  }

  private @Nullable Entry takeDue(long until) {
    lock.lock();
    try {
      Entry next = timers.peek();
      if (next == null || next.at > until) {
        nanos = Math.max(nanos, until);
        return null;
      }
      nanos = Math.max(nanos, next.at);
      return timers.poll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isDue(long until) {
    lock.lock();
    try {
      Entry next = timers.peek();
      return next != null && next.at <= until;
    } finally {
      lock.unlock();
    }
  }

  private void cancel(Entry entry) {
    lock.lock();
    try {
      timers.remove(entry);
    } finally {
      lock.unlock();
    }
  }

  private record Entry(long at, long sequence, Runnable task) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }
}
