package dev.mainstay.pace;

import java.util.concurrent.TimeUnit;

/**
 * How fast a deployment is sent to of which nothing is known and which has refused nothing: half as
 * many again may go out as in any second so far, or as many as there are places, in the time of an
 * answer; and 16 in a quarter second at least. What is refused is known only after a while, and up
 * to then all is sent in vain: so those whom a round of answers lets in do not go out together.
 *
 * <p>As many as went out in a second, and were not refused, go out as they come, be it all at once;
 * but for those who have waited for long, since a round of answers lets in many of them.
 */
final class Feeling {
  /** How many times as many as before may go out. */
  static final double GAIN = 1.5;

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double LEAST = 64 / NANOS_PER_SECOND;

  private final ConcurrencyLimit places;
  private boolean isUnknown;
  private double mostInSecond;

  Feeling(ConcurrencyLimit places) {
    this.places = places;
  }

  void startsUnknown() {
    isUnknown = true;
  }

  /** Something is known by now. */
  void becomesKnown() {
    isUnknown = false;
  }

  /** Where it has been found how many may be under way, without a refusal, nothing is held back. */
  boolean isNeeded() {
    return isUnknown && places.isFelt();
  }

  /** One went out, and with it so many in the last second. */
  void entered(double inSecond) {
    mostInSecond = Math.max(mostInSecond, inSecond);
  }

  void refused() {
    mostInSecond = 0;
  }

  /** How many may go out in a time. */
  double perNano() {
    double more = GAIN * mostInSecond / NANOS_PER_SECOND;
    return Math.max(LEAST, Math.max(more, places.feltPerNano()));
  }

  /** How many of those that were taken in a second may go out at once. */
  double available(double inSecond) {
    return mostInSecond - inSecond;
  }
}
