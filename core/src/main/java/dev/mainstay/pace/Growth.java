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
 *
 * <p>Of a rate that was confirmed each refusal is paid for before it is exceeded again: by twelve
 * calls that are taken. A bucket that is empty refuses one, and a minute's window that is shut all
 * that try whether it still is; so what may be tried how often depends on what it has cost, and the
 * window need not be known.
 */
final class Growth {
  private static final double NANOS_TO_DOUBLE = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_CONFIRMED = 4;
  private static final int CERTAIN = 2;
  private static final long NANOS_FOR_ONE = TimeUnit.MILLISECONDS.toNanos(200);

  // So that fewer than one in twenty is refused, with those that taught it at first.
  private static final int CALLS_FOR_REFUSAL = 12;

  // What is shut for so long is a minute's window: what it took before is the limit.
  private static final long MINUTES_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(20);

  // What has taken nothing for so long while attempts failed was down.
  private static final long DOWN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private int confirmed;
  private long clock;
  private long at;
  private boolean isDear;
  private int refused;
  private int owed;
  private long acceptedAt;

  Growth(long now) {
    this.at = now;
    this.acceptedAt = now;
  }

  /** One was refused, which is to be paid for where it was for exceeding the limit. */
  void refused() {
    refused++;
  }

  /** It begins anew, and nothing has been learnt of how sure it is. */
  void restart(long now) {
    clock = 0;
    at = now;
    refused = 0;
  }

  /** Refusals cost much of what is taken: they are to be paid for. */
  void setDear(boolean dear) {
    isDear = dear;
  }

  /** More than it was refused now. */
  void confirm(long now) {
    confirmed = Math.min(confirmed + 1, MOST_CONFIRMED);
    owed = isDear ? CALLS_FOR_REFUSAL * refused : 0;
    restart(now);
  }

  /**
   * It has just been learnt, from what was shut for {@code shutNanos} after it had taken so many:
   * where that was long, or cost much of them, another time is not to be tried for soon.
   */
  void begin(double most, long shutNanos, long now) {
    boolean isSure = shutNanos >= MINUTES_WINDOW_NANOS || CALLS_FOR_REFUSAL * refused > most;
    doubt(now);
    confirmed = isDear && isSure ? MOST_CONFIRMED - 1 : 0;
  }

  /** It may be another: less than it was refused, or nothing has been for long. */
  void doubt(long now) {
    confirmed = 0;
    owed = 0;
    restart(now);
  }

  /** A call was taken, whether anything held others back or not. */
  void accepted(long now) {
    acceptedAt = now;
  }

  /**
   * A call failed for something else: who was down gets no more at first, when it is back, than it
   * was seen to take.
   */
  void failed(long now) {
    if (now - acceptedAt > DOWN_NANOS) {
      restart(now);
    }
  }

  /** A call was taken while the limit held others back. */
  void taken(long now) {
    if (owed > 0) {
      owed--;
    } else {
      clock += Math.clamp(now - at, 0, isDear ? NANOS_FOR_ONE / 2 : NANOS_FOR_ONE);
    }
    at = now;
  }

  /** By how much the limit may be exceeded: 1 at first. */
  double factor() {
    double doublings = clock / (NANOS_TO_DOUBLE * patience());
    return 1 + doublings * doublings * doublings;
  }

  /** Whether it was confirmed again: who is refused now has exceeded it. */
  boolean isCertain() {
    return isDear && confirmed >= CERTAIN;
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
