package dev.mainstay.temporal;

import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** The machine's time, put forward where Temporal's server has leapt ahead of it. */
final class FollowingTime implements TimeSource {
  private final TimeSource system = TimeSource.system();
  private final long start = system.nanos();
  private volatile long ahead;

  /** It is {@code elapsed} since the start at the server. */
  void follow(Duration elapsed) {
    ahead = Math.max(ahead, elapsed.toNanos() - (system.nanos() - start));
  }

  @Override
  public long nanos() {
    return system.nanos() + ahead;
  }

  @Override
  public Instant now() {
    return system.now().plusNanos(ahead);
  }

  @Override
  public void park(Duration longest) {
    system.park(longest);
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return system.schedule(delay, task);
  }
}
