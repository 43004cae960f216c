package dev.mainstay.temporal;

import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** The machine's time, but that nobody wakes who waits for the next beat: a process that hangs. */
final class StoppedHearts implements TimeSource {
  private final TimeSource system = TimeSource.system();
  private final boolean firstAlone;
  private final AtomicReference<Thread> first = new AtomicReference<>();

  /** In which no heart beats a second time. */
  StoppedHearts() {
    this(false);
  }

  private StoppedHearts(boolean firstAlone) {
    this.firstAlone = firstAlone;
  }

  /** In which the first heart alone does not, so that later attempts may take their time. */
  static StoppedHearts ofTheFirst() {
    return new StoppedHearts(true);
  }

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
    Thread heart = Thread.currentThread();
    first.compareAndSet(null, heart);
    if (firstAlone && !heart.equals(first.get())) {
      system.park(longest);
    } else {
      LockSupport.park();
    }
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return system.schedule(delay, task);
  }
}
