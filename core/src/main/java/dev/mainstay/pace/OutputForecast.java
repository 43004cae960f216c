package dev.mainstay.pace;

/**
 * How many tokens an attempt will write, judged by what others wrote of what they might.
 *
 * <p>An attempt takes as much of what it may write as others have, lately: all of it before the
 * first answer, since providers count so, and less with each. Where it is foretold how long
 * somebody waits, it is an answer of ordinary length: what is not used is given back meanwhile.
 */
final class OutputForecast {
  private static final double LEAST_SHARE = 0.02;

  // An answer of ordinary length, until some have been seen.
  private static final double ORDINARY_TOKENS = 300;

  private final Mean share = new Mean(1);
  private final Mean average = new Mean(ORDINARY_TOKENS);

  /** What it takes of a limit. Whole tokens; at most what bounds it. */
  long of(Estimate estimate) {
    double most = estimate.outputTokens();
    return Math.round(most == 0 ? average.value : share.value * most);
  }

  /** What it is likely to have used in the end. Whole tokens; at most what bounds it. */
  long likely(Estimate estimate) {
    long ordinary = Math.round(average.value);
    return estimate.outputTokens() == 0 ? ordinary : Math.min(ordinary, estimate.outputTokens());
  }

  void wrote(long tokens, Estimate estimate) {
    average.add((double) tokens);
    if (estimate.outputTokens() > 0) {
      share.add(Math.clamp((double) tokens / estimate.outputTokens(), LEAST_SHARE, 1));
    }
  }

  /** Of all at first, one of which was assumed, and of the latest in the long run. */
  private static final class Mean {
    private static final double WEIGHT = 1.0 / 32;

    private double value;
    private int count = 1;

    Mean(double assumed) {
      value = assumed;
    }

    void add(double one) {
      count++;
      value += Math.max(WEIGHT, 1.0 / count) * (one - value);
    }
  }
}
