package dev.mainstay.pace;

import java.util.concurrent.TimeUnit;

/** How many went out in the last second and in the last minute; and how many had at a refusal. */
final class SentLately {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final RollingCount second;
  private final RollingCount minute;
  private long secondFrom;

  private double perNanoAtRefusal;
  private double minuteAtRefusal;
  private long minuteFrom;

  /** Nothing has gone out. */
  SentLately(long now) {
    this.second = new RollingCount(10, SECOND_NANOS, now);
    this.minute = new RollingCount(60, MINUTE_NANOS, now);
    this.secondFrom = now;
  }

  /** One goes out. */
  void add(long now) {
    second.add(1, now);
    minute.add(1, now);
  }

  /** One that had gone out does not count. */
  void takeBack(long now) {
    second.add(-1, now);
    minute.add(-1, now);
  }

  /**
   * The second is counted from now on, and it is said to have been so many, or as the minute had.
   */
  void restartSecond(double atLeast, long now) {
    second.clear();
    secondFrom = now;
    perNanoAtRefusal = Math.max(atLeast, minuteAtRefusal / MINUTE_NANOS);
  }

  /** As many as now went out when something was refused. */
  void isRefused(long now) {
    minuteAtRefusal = minute.total(now);
    minuteFrom = minute.since(now);
    double nanos = Math.clamp(now - secondFrom, SECOND_NANOS / 10, SECOND_NANOS);
    perNanoAtRefusal = Math.max(minuteAtRefusal / MINUTE_NANOS, second.total(now) / nanos);
  }

  /** How many in the last second. */
  double inLastSecond(long now) {
    return second.total(now);
  }

  /** At what rate in the last second. */
  double inASecond(long now) {
    return inLastSecond(now) / SECOND_NANOS;
  }

  /** At what rate, by what was more of it: the last second, the minute, the one at the refusal. */
  double perNano(long now) {
    return Math.max(Math.max(minuteAtRefusal, minute.total(now)) / MINUTE_NANOS, inASecond(now));
  }

  /** How many in the minute before something was refused. */
  double minuteAtRefusal() {
    return minuteAtRefusal;
  }

  /** At what rate when something was refused. */
  double perNanoAtRefusal() {
    return perNanoAtRefusal;
  }

  /** At what rate in that minute, had it lasted until {@code at}: for so {@code least} a time. */
  double ofMinuteUntil(long at, long least) {
    return minuteAtRefusal / Math.max(least, at - minuteFrom);
  }
}
