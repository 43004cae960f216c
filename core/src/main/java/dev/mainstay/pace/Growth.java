package dev.mainstay.pace;

import java.util.concurrent.TimeUnit;

/**
 * How far a limit that was learnt is exceeded to see whether it still holds.
 *
 * <p>The curve is that of TCP's CUBIC (RFC 9438) from its plateau on, as AWS's clients take it,
 * too: it stays close for a while, and then goes up ever faster. How soon depends on how often the
 * limit was met. One that a single refusal has taught may be no limit at all, and is twice as much
 * within five calls; each refusal that comes near it makes the curve half as steep. In the end it
 * is 5 % above what was refused after 6 s, three times as much after 20 s: a limit that stands
 * costs a refusal every few seconds, and one that was raised is soon found.
 *
 * <p>Time counts only while calls are taken, and at most a fifth of a second for each: where five
 * in a second are too many for the limit, a refusal in as many calls is as dear as one in a few
 * seconds.
 */
final class Growth {
  private static final double NANOS_TO_DOUBLE = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_CONFIRMED = 4;
  private static final long NANOS_FOR_ONE = TimeUnit.MILLISECONDS.toNanos(200);

  private int confirmed;
  private long clock;
  private long at;

  Growth(long now) {
    this.at = now;
  }

  /** It begins anew, and nothing has been learnt of how sure it is. */
  void restart(long now) {
    clock = 0;
    at = now;
  }

  /** More than it was refused now. */
  void confirm(long now) {
    confirmed = Math.min(confirmed + 1, MOST_CONFIRMED);
    restart(now);
  }

  /** It may be another: less than it was refused, or nothing has been for long. */
  void doubt(long now) {
    confirmed = 0;
    restart(now);
  }

  /** A call was taken while the limit held others back. */
  void taken(long now) {
    clock += Math.clamp(now - at, 0, NANOS_FOR_ONE);
    at = now;
  }

  /** By how much the limit may be exceeded: 1 at first. */
  double factor() {
    double doublings = clock / (NANOS_TO_DOUBLE * patience());
    return 1 + doublings * doublings * doublings;
  }

  /** Whether it goes up so slowly that what is taken meanwhile is far from what might be. */
  boolean isPatient() {
    return confirmed >= MOST_CONFIRMED - 1;
  }

  /** How long it is kept to: 1 where nothing has confirmed it, twice as long for each that did. */
  int patience() {
    return 1 << confirmed;
  }
}
