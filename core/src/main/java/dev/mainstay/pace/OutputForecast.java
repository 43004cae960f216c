package dev.mainstay.pace;

/** How many tokens an attempt will write, judged by what others wrote of what they might. */
final class OutputForecast {
  private static final double WEIGHT = 1.0 / 32;
  private static final double LEAST_SHARE = 0.02;

  // An answer of ordinary length, until some have been seen.
  private static final double ORDINARY_TOKENS = 300;

  private double share = 1;
  private double average = ORDINARY_TOKENS;

  /** Whole tokens; at most what bounds it. */
  long of(Estimate estimate) {
    double most = estimate.outputTokens();
    return Math.round(most == 0 ? average : share * most);
  }

  void wrote(long tokens, Estimate estimate) {
    average += WEIGHT * (tokens - average);
    if (estimate.outputTokens() > 0) {
      double written = Math.clamp((double) tokens / estimate.outputTokens(), LEAST_SHARE, 1);
      share += WEIGHT * (written - share);
    }
  }
}
