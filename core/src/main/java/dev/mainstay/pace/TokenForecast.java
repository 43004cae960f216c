package dev.mainstay.pace;

/**
 * How many tokens an attempt will read and write, judged by those before it.
 *
 * <p>What it reads is estimated without the model's tokenizer, so it is corrected by how far
 * estimates were off lately. Of what it may write it takes as much as others have: all of it before
 * the first answer, since providers count so, and less with each. Where it is foretold how long
 * somebody waits, it is an answer of ordinary length: what is not used is given back meanwhile.
 */
final class TokenForecast {
  private static final double LEAST_SHARE = 0.02;

  // An answer of ordinary length, until some have been seen.
  private static final double ORDINARY_TOKENS = 300;

  // Older tokenizers need three times as many for some scripts; what exceeds that was not text.
  private static final double MOST_OFF = 4;

  private final Mean read = new Mean(1);
  private final Mean share = new Mean(1);
  private final Mean average = new Mean(ORDINARY_TOKENS);

  /** What it takes of limits. Whole tokens; written at most what bounds it. */
  Estimate of(Estimate estimate) {
    double most = estimate.outputTokens();
    return new Estimate(
        input(estimate), Math.round(most == 0 ? average.value : share.value * most));
  }

  /** What it is likely to have used in the end. Whole tokens; written at most what bounds it. */
  Estimate likely(Estimate estimate) {
    long ordinary = Math.round(average.value);
    return new Estimate(
        input(estimate),
        estimate.outputTokens() == 0 ? ordinary : Math.min(ordinary, estimate.outputTokens()));
  }

  private long input(Estimate estimate) {
    return Math.round(read.value * estimate.inputTokens());
  }

  /** One that was estimated so has used so many. */
  void used(long inputTokens, long outputTokens, Estimate estimate) {
    if (estimate.inputTokens() > 0) {
      double off = (double) inputTokens / estimate.inputTokens();
      read.add(Math.clamp(off, 1 / MOST_OFF, MOST_OFF));
    }
    average.add((double) outputTokens);
    if (estimate.outputTokens() > 0) {
      share.add(Math.clamp((double) outputTokens / estimate.outputTokens(), LEAST_SHARE, 1));
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
