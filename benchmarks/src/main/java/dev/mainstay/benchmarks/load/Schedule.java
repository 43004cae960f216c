package dev.mainstay.benchmarks.load;

import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** When requests are to be sent. */
sealed interface Schedule extends AutoCloseable {
  /** No request is due. */
  long NONE = Long.MAX_VALUE;

  /** When the next request was to be sent, {@code now} or earlier; else {@link #NONE}. */
  long due(long now);

  /** The request last told as due goes out. */
  void taken();

  /** Whether no request will be due any more. */
  boolean isOver(long now);

  @Override
  void close();

  /** Closed loop: whoever is free asks at once, until {@code end}, but at least {@code count}. */
  final class Closed implements Schedule {
    private final long end;
    private int left;

    Closed(long end, int count) {
      this.end = end;
      this.left = count;
    }

    @Override
    public long due(long now) {
      return isOver(now) ? NONE : now;
    }

    @Override
    public void taken() {
      left--;
    }

    @Override
    public boolean isOver(long now) {
      return left <= 0 && now >= end;
    }

    @Override
    public void close() {}
  }

  /**
   * Open loop: by the clock, whether or not earlier requests have been answered, so that what waits
   * for a stall is counted as late. A thread of its own wakes the selector, whose timeouts are too
   * coarse.
   */
  final class Open implements Schedule {
    private final long interval;
    private final Thread alarm;
    private long next;
    private long left;

    Open(long start, int perSecond, Duration time, Selector selector) {
      next = start;
      interval = 1_000_000_000L / perSecond;
      left = Math.max(1, time.toNanos() / interval);
      alarm = Thread.ofPlatform().name("load-alarm").daemon().start(new Alarm(this, selector));
    }

    @Override
    public long due(long now) {
      return left > 0 && next <= now ? next : NONE;
    }

    @Override
    public void taken() {
      next += interval;
      left--;
    }

    @Override
    public boolean isOver(long now) {
      return left <= 0;
    }

    /** Ends the alarm, which must not ring when the selector is closed. */
    @Override
    public void close() {
      alarm.interrupt();
      boolean interrupted = false;
      while (alarm.isAlive()) {
        try {
          alarm.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private record Alarm(long start, long interval, long count, Selector selector)
        implements Runnable {
      Alarm(Open schedule, Selector selector) {
        this(schedule.next, schedule.interval, schedule.left, selector);
      }

      @Override
      public void run() {
        long due = start;
        for (long i = 0; i < count && sleepUntil(due); i++) {
          selector.wakeup();
          due += interval;
        }
      }

      private static boolean sleepUntil(long due) {
        long wait = due - System.nanoTime();
        while (wait > 0 && !Thread.currentThread().isInterrupted()) {
          LockSupport.parkNanos(wait);
          wait = due - System.nanoTime();
        }
        return !Thread.currentThread().isInterrupted();
      }
    }
  }
}
