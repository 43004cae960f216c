package dev.mainstay.gate;

/**
 * How long attempts take, as far as they have come, and how long those have waited that are yet
 * without output. An immutable value, so that it is read whole without a lock.
 *
 * <p>An answer that came whole does not tell how long its first token took. It is split as if that
 * had taken as long as {@link #FIRST_TOKEN_WORTH} further tokens; so a long answer does not make a
 * deployment look slow, nor a short one fast.
 *
 * @param firstToken the time to the first output
 * @param perToken the time from one token to the next
 * @param waiting how many attempts are without output
 * @param begunNanos the sum of the times at which these began; it may wrap around
 * @param isMeasured whether anything was ever measured
 */
record Latency(
    PeakAverage firstToken,
    PeakAverage perToken,
    int waiting,
    long begunNanos,
    boolean isMeasured) {
  /** How many tokens an ordinary answer has; all are compared by the time for so many. */
  static final int ORDINARY_TOKENS = 200;

  private static final int FIRST_TOKEN_WORTH = 50;

  // Fewer than that came in one burst or two, and tell nothing of the pace.
  private static final int LEAST_TOKENS = 10;

  static Latency unknown(long now) {
    PeakAverage none = new PeakAverage(0, now);
    return new Latency(none, none, 0, 0, false);
  }

  /** An attempt begins to wait. */
  Latency begun(long at) {
    return new Latency(firstToken, perToken, waiting + 1, begunNanos + at, isMeasured);
  }

  /** An attempt that began at {@code begun} has its first output. */
  Latency firstOutput(long begun, long now) {
    return measured(firstToken.with((double) (now - begun), now), perToken).noLongerWaiting(begun);
  }

  /** An answer that began at {@code begun} came whole. */
  Latency whole(long begun, long tokens, long now) {
    double perToken = (double) (now - begun) / (tokens + FIRST_TOKEN_WORTH);
    return measured(
            firstToken.with(perToken * FIRST_TOKEN_WORTH, now), this.perToken.with(perToken, now))
        .noLongerWaiting(begun);
  }

  /** A stream whose first output came at {@code first} is whole. */
  Latency streamed(long first, long tokens, long now) {
    if (tokens < LEAST_TOKENS) {
      return this;
    }
    return measured(firstToken, perToken.with((double) (now - first) / (tokens - 1), now));
  }

  /**
   * An attempt that began at {@code begun} ended without output: it took at least so long. Nothing
   * is measured by that, or else a deployment that only ever fails at once would be the fastest.
   */
  Latency gaveUp(long begun, long now) {
    double waited = (double) (now - begun);
    PeakAverage first = waited > firstToken.at(now) ? firstToken.with(waited, now) : firstToken;
    return new Latency(first, perToken, waiting, begunNanos, isMeasured).noLongerWaiting(begun);
  }

  /** The expected time to an ordinary answer, if those that wait were answered now. */
  double expectedNanos(long now) {
    double first = Math.max(firstToken.at(now), meanWait(now));
    return first + ORDINARY_TOKENS * perToken.at(now);
  }

  private double meanWait(long now) {
    return waiting == 0 ? 0 : (double) (waiting * now - begunNanos) / waiting;
  }

  private Latency measured(PeakAverage firstToken, PeakAverage perToken) {
    return new Latency(firstToken, perToken, waiting, begunNanos, true);
  }

  private Latency noLongerWaiting(long begun) {
    return new Latency(firstToken, perToken, waiting - 1, begunNanos - begun, isMeasured);
  }
}
