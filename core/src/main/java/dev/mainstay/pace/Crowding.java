package dev.mainstay.pace;

import java.util.concurrent.TimeUnit;

/** Whether callers wait behind each other, for a place or for the rate. */
final class Crowding {
  // Callers that waited no longer ago than this have waited all the time.
  private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private long waitsUntil;
  private long enteredAt;
  private boolean isBehind;

  // When the first went out of those behind each of whom somebody has waited since.
  private long lineSince;

  /** Nobody waits. */
  Crowding(long now) {
    this.waitsUntil = now - GAP_NANOS - 1;
    this.lineSince = now;
  }

  /** Somebody waits; what counts is who waits behind another. */
  void waits(Hold hold, long now) {
    isBehind |= now == enteredAt;
    if (isBehind && (hold.reason() == Hold.Reason.PLACE || hold.reason() == Hold.Reason.RATE)) {
      waitsUntil = Math.max(now, hold.untilNanos().orElse(now));
    }
  }

  /** One goes out. */
  void enter(long now) {
    if (!isBehind && now != enteredAt) {
      lineSince = now;
    }
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

  /** Whether nobody waits behind another, or has not for long. */
  boolean isFresh(long now) {
    return !isBehind || now - lineSince <= GAP_NANOS;
  }

  /** Whether they have waited up to now. */
  boolean isOn(long now) {
    return now - waitsUntil <= GAP_NANOS;
  }
}
