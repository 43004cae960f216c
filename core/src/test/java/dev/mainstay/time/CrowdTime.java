package dev.mainstay.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A clock for many threads: one runs at a time, the others stand where they parked, and time passes
 * only when all do. So a crowd that waits for each other does the same in each run.
 *
 * <pre>{@code
 * CrowdTime time = new CrowdTime();
 * time.run(List.of(this::callerOne, this::callerTwo));   // returns when both are over
 * }</pre>
 *
 * <p>Threads must not wait for each other but by {@link #park} and {@link #unpark}.
 */
public final class CrowdTime implements TimeSource {
  private final Instant epoch = Instant.parse("2026-01-01T00:00:00Z");
  private final Map<Thread, Actor> actors = new HashMap<>();
  private final Set<Thread> gone = new HashSet<>();
  private final Deque<Actor> ready = new ArrayDeque<>();
  private final PriorityQueue<Due> dues = new PriorityQueue<>();
  private final Semaphore over = new Semaphore(0);
  private final List<Throwable> thrown = new ArrayList<>();
  private volatile long nanos;
  private long sequence;
  private int wakes;

  /** Runs {@code tasks}, each on a thread of its own, in their order where nothing else decides. */
  public void run(List<Runnable> tasks) {
    tasks.forEach(task -> start("crowd", task));
    next();
    over.acquireUninterruptibly();
    if (!thrown.isEmpty()) {
      throw new AssertionError(thrown.getFirst());
    }
  }

  /** How long this clock has run. */
  public Duration elapsed() {
    return Duration.ofNanos(nanos);
  }

  /** How often a thread was woken before its time. */
  public int wakes() {
    return wakes;
  }

  /** How many timers wait. */
  public long pendingTimers() {
    return dues.stream().filter(due -> due.task != null).count();
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return epoch.plusNanos(nanos);
  }

  @Override
  public void park(Duration longest) {
    Actor self = self();
    if (self.permit) {
      self.permit = false;
      return;
    }
    self.due = new Due(after(longest), sequence++, self, null);
    dues.add(self.due);
    next();
    self.turn.acquireUninterruptibly();
  }

  /** Starts another of the crowd, whose turn comes when the thread that calls this parks. */
  @Override
  public Thread start(String name, Runnable task) {
    Actor actor = new Actor();
    Thread thread = Thread.ofVirtual().name(name).unstarted(() -> actor.live(task));
    actors.put(thread, actor);
    ready.add(actor);
    thread.start();
    return thread;
  }

  @Override
  public void unpark(Thread thread) {
    Actor actor = actors.get(thread);
    if (actor == null) {
      if (gone.contains(thread)) {
        return;
      }
      throw new IllegalStateException(thread + " is not of the crowd");
    }
    if (actor.due == null) {
      actor.permit = true;
    } else {
      wakes++;
      dues.remove(actor.due);
      makeReady(actor);
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    Due due = new Due(after(delay), sequence++, null, task);
    dues.add(due);
    return () -> dues.remove(due);
  }

  private Actor self() {
    Actor self = actors.get(Thread.currentThread());
    if (self == null) {
      throw new IllegalStateException("only the threads of the crowd may park");
    }
    return self;
  }

  private void makeReady(Actor actor) {
    actor.due = null;
    ready.add(actor);
  }

  /** Hands the turn to the thread that comes next, moving the clock where all are parked. */
  private void next() {
    while (ready.isEmpty() && !actors.isEmpty()) {
      Due due = dues.remove();
      nanos = Math.max(nanos, due.at);
      if (due.task != null) {
        due.task.run();
      } else if (due.actor != null) {
        makeReady(due.actor);
      }
    }
    if (actors.isEmpty()) {
      over.release();
    } else {
      ready.remove().turn.release();
    }
  }

  private long after(Duration delay) {
    long at = nanos + Math.max(0, TimeUnit.NANOSECONDS.convert(delay));
    return at < 0 ? Long.MAX_VALUE : at;
  }

  private final class Actor {
    private final Semaphore turn = new Semaphore(0);
    private @Nullable Due due;
    private boolean permit;

    void live(Runnable task) {
      turn.acquireUninterruptibly();
      try {
        task.run();
      } catch (Throwable e) {
        thrown.add(e);
      }
      actors.remove(Thread.currentThread());
      gone.add(Thread.currentThread());
      next();
    }
  }

  private record Due(long at, long sequence, @Nullable Actor actor, @Nullable Runnable task)
      implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }
}
