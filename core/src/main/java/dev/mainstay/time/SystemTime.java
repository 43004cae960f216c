package dev.mainstay.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
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
    timers.setRemoveOnCancelPolicy(true);
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
    Future<?> scheduled = timers.schedule(task, saturatedNanos(delay), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  private static long saturatedNanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }
}
