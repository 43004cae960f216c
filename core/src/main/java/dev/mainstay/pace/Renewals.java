package dev.mainstay.pace;

import dev.mainstay.provider.Quantity;

/**
 * How much of a limit has come in, and how long its period can be at the most. Whatever the window,
 * in so many periods the whole limit comes in as often at most, and once more: a fixed window may
 * end at once, and a bucket may have been full.
 */
final class Renewals {
  // Requests get there in any order: less shows nothing.
  private static final double LEAST_TIMES = 1.25;
  private static final double UNSURE = 2;

  // Estimates of tokens are settled late.
  private static final double LEAST_TIMES_OF_TOKENS = 2;

  private final double leastTimes;
  private boolean begun;
  private double first;
  private long since;

  /** Those of a limit of {@code quantity}, of which nothing has been seen. */
  Renewals(Quantity quantity) {
    this.leastTimes = quantity == Quantity.REQUESTS ? LEAST_TIMES : LEAST_TIMES_OF_TOKENS;
  }

  /** Since when it is counted. */
  long since() {
    return since;
  }

  /**
   * It is counted from {@code at} on.
   *
   * @param everThere what was left then, and what had been sent up to then
   */
  void startWith(double everThere, long at) {
    begun = true;
    first = everThere;
    since = at;
  }

  /** So much of what was sent since then may not have been taken off what was there. */
  void mayNotCount(double sent) {
    first += sent;
  }

  /** Nothing that came in before shows anything. */
  void forget() {
    begun = false;
  }

  /**
   * How long the period is at the most, in nanoseconds; infinite where nothing shows it.
   *
   * @param everThere what is left at {@code at}, and what has been sent up to then
   */
  double periodAtMost(double limit, double everThere, long at) {
    if (!begun) {
      startWith(everThere, at);
    }
    double cameIn = everThere - first;
    return cameIn > leastTimes * limit + UNSURE
        ? (at - since) / (cameIn / limit - 1)
        : Double.POSITIVE_INFINITY;
  }
}
