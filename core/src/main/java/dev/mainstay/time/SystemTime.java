package dev.mainstay.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The machine's clocks, and one daemon thread for every timer there is. */
enum SystemTime implements TimeSource {
  INSTANCE;

  private final ScheduledThreadPoolExecutor timers;

  SystemTime() {
    timers =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("mainstay-timers").factory());
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void park(Duration longest) {
    LockSupport.parkNanos(this, saturatedNanos(longest));
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    ScheduledFuture<?> scheduled =
        timers.schedule(task, saturatedNanos(delay), TimeUnit.NANOSECONDS);
    return () -> takeBack(scheduled);
  }

  // The first of those that wait stays, empty, until its moment has come: were it gone, the next
  // timer would be the first, for which the thread is woken. So a call that is alone would wake it.
  private void takeBack(ScheduledFuture<?> scheduled) {
    if (scheduled.cancel(false) && !scheduled.equals(timers.getQueue().peek())) {
      timers.getQueue().remove(scheduled);
    }
  }

  private static long saturatedNanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }
}
