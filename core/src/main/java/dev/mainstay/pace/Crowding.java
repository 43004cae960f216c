package dev.mainstay.pace;

import java.util.concurrent.TimeUnit;

/** Whether callers wait behind each other, for a place or for the rate. */
final class Crowding {
  // Callers that waited no longer ago than this have waited all the time.
  private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private long waitsUntil;
  private long enteredAt;
  private boolean isBehind;

  // When somebody had to wait last, and since when there has always been somebody.
  private long waitedAt;
  private long waitingSince;

  /** Nobody waits. */
  Crowding(long now) {
    this.waitsUntil = now - GAP_NANOS - 1;
    this.waitedAt = waitsUntil;
    this.waitingSince = waitsUntil;
  }

  /** Somebody waits; what counts is who waits behind another. */
  void waits(Hold hold, long now) {
    if (now - waitedAt > GAP_NANOS) {
      waitingSince = now;
    }
    waitedAt = now;
    isBehind |= now == enteredAt;
    if (isBehind && (hold.reason() == Hold.Reason.PLACE || hold.reason() == Hold.Reason.RATE)) {
      waitsUntil = Math.max(now, hold.untilNanos().orElse(now));
    }
  }

  /** One goes out. */
  void enter(long now) {
    isBehind = false;
    enteredAt = now;
  }

  /** They have waited until now. */
  void lasts(long now) {
    waitsUntil = now;
  }

  /** Whether nobody has waited for long, though it began at {@code since} at the latest. */
  boolean isOver(long since, long now) {
    return now - Math.max(waitsUntil, since) > GAP_NANOS;
  }

  /**
   * Whether nobody waits, or has not for long: who comes now is not let in by answers to others.
   */
  boolean isFresh(long now) {
    return now - waitedAt > GAP_NANOS || now - waitingSince <= GAP_NANOS;
  }

  /** Whether they have waited up to now. */
  boolean isOn(long now) {
    return now - waitsUntil <= GAP_NANOS;
  }
}
