package dev.mainstay.pace;

import java.util.concurrent.TimeUnit;

/**
 * How far a limit that was learnt is exceeded to see whether it still holds.
 *
 * <p>The curve is that of TCP's CUBIC (RFC 9438) from its plateau on, as AWS's clients take it,
 * too: it stays close for a while, and then goes up ever faster. After 6 s it is 5 % above what was
 * refused, after 20 s three times as much. So a limit that stands costs a refusal every few
 * seconds, and one that was raised is soon found.
 *
 * <p>Time counts only while calls are taken, and at most a fifth of a second for each: where five
 * in a second are too many for the limit, a refusal in as many calls is as dear as one in a few
 * seconds.
 */
final class Growth {
  private static final double NANOS_TO_DOUBLE = TimeUnit.SECONDS.toNanos(16);
  private static final long NANOS_FOR_ONE = TimeUnit.MILLISECONDS.toNanos(200);

  private long clock;
  private long at;

  Growth(long now) {
    this.at = now;
  }

  /** It was refused now. */
  void restart(long now) {
    clock = 0;
    at = now;
  }

  /** A call was taken while the limit held others back. */
  void taken(long now) {
    clock += Math.clamp(now - at, 0, NANOS_FOR_ONE);
    at = now;
  }

  /** By how much the limit may be exceeded: 1 at first. */
  double factor() {
    double doublings = clock / NANOS_TO_DOUBLE;
    return 1 + doublings * doublings * doublings;
  }
}
