package dev.mainstay.pace;

/**
 * How many were taken from the end of one refusal's pause to the end of the next's, which is a rate
 * where callers waited all the time.
 */
final class Cycle {
  /** Where this many were taken, one more or less is 10 %. */
  static final int ENOUGH = 10;

  private long from;
  private long taken;
  private int refusals;
  private boolean hasWaited;

  Cycle(long now) {
    restart(now);
  }

  /** Another begins. */
  void restart(long now) {
    from = now;
    taken = 0;
    refusals = 0;
    hasWaited = true;
  }

  long from() {
    return from;
  }

  void enter() {
    taken++;
  }

  void takeBack() {
    taken--;
  }

  /** A refusal that ended no cycle. */
  void refused() {
    refusals++;
  }

  boolean wasRefusedBefore() {
    return refusals > 1;
  }

  /** Of the time until now {@code waited} tells whether callers waited in it. */
  void goesOn(boolean waited) {
    hasWaited &= waited;
  }

  /** Whether callers waited all the time. */
  boolean hasWaited() {
    return hasWaited;
  }

  /** Whether it tells the rate. */
  boolean isMeasured() {
    return hasWaited && taken >= ENOUGH;
  }

  /** The rate if it ends at {@code until}. */
  double perNano(long until) {
    return (double) taken / Math.max(1, until - from);
  }
}
