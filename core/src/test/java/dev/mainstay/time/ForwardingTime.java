package dev.mainstay.time;

import java.time.Duration;
import java.time.Instant;

/** The time of another source, but for what a test has otherwise. */
public abstract class ForwardingTime implements TimeSource {
  private final TimeSource time;

  /** Time as {@code time} tells it. */
  protected ForwardingTime(TimeSource time) {
    this.time = time;
  }

  @Override
  public long nanos() {
    return time.nanos();
  }

  @Override
  public Instant now() {
    return time.now();
  }

  @Override
  public void park(Duration longest) {
    time.park(longest);
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return time.schedule(delay, task);
  }
}
