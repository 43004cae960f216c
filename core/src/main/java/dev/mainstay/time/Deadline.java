package dev.mainstay.time;

import java.time.Duration;

/** The moment by which something must be over, on one {@link TimeSource}; or never. */
public final class Deadline {
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);
  private static final Deadline NEVER = new Deadline(TimeSource.system(), 0, false);

  private final TimeSource time;
  private final long atNanos;
  private final boolean bounded;

  private Deadline(TimeSource time, long atNanos, boolean bounded) {
    this.time = time;
    this.atNanos = atNanos;
    this.bounded = bounded;
  }

  /** No deadline. */
  public static Deadline never() {
    return NEVER;
  }

  /** The moment {@code duration} from now; a duration beyond 100 years is {@link #never()}. */
  public static Deadline in(Duration duration, TimeSource time) {
    if (duration.compareTo(Duration.ofDays(36_500)) > 0) {
      return NEVER;
    }
    return new Deadline(time, time.nanos() + duration.toNanos(), true);
  }

  /** Whether there is a deadline at all. */
  public boolean isBounded() {
    return bounded;
  }

  /** What is left: zero once it is past, about 292 years where there is no deadline. */
  public Duration remaining() {
    if (!bounded) {
      return FOREVER;
    }
    return Duration.ofNanos(Math.max(0, atNanos - time.nanos()));
  }

  /** Whether it is past. */
  public boolean isPast() {
    return bounded && atNanos - time.nanos() <= 0;
  }

  /** The earlier of the two, which must be on the same time source. */
  public Deadline earlier(Deadline other) {
    if (!bounded) {
      return other;
    }
    return other.bounded && other.atNanos - atNanos < 0 ? other : this;
  }
}
