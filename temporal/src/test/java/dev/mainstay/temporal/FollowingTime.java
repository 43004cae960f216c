package dev.mainstay.temporal;

import dev.mainstay.time.ForwardingTime;
import dev.mainstay.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** The machine's time, put forward where Temporal's server has leapt ahead of it. */
final class FollowingTime extends ForwardingTime {
  private final long start = super.nanos();
  private volatile long ahead;

  FollowingTime() {
    super(TimeSource.system());
  }

  /** It is {@code elapsed} since the start at the server. */
  void follow(Duration elapsed) {
    ahead = Math.max(ahead, elapsed.toNanos() - (super.nanos() - start));
  }

  @Override
  public long nanos() {
    return super.nanos() + ahead;
  }

  @Override
  public Instant now() {
    return super.now().plusNanos(ahead);
  }
}
