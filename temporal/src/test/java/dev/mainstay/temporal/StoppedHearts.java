package dev.mainstay.temporal;

import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The machine's time, but that nobody wakes who waits for the next beat: a process that hangs. */
final class StoppedHearts implements TimeSource {
  private final TimeSource system = TimeSource.system();

  @Override
  public long nanos() {
    return system.nanos();
  }

  @Override
  public Instant now() {
    return system.now();
  }

  @Override
  public void park(Duration longest) {
    LockSupport.park();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return system.schedule(delay, task);
  }
}
