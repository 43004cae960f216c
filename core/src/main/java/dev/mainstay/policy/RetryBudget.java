package dev.mainstay.policy;

/**
 * How much more than its traffic a failing deployment may see: in any 10 s the greater of a share
 * of the calls begun or streams open in them, and a least number.
 *
 * @param enabled whether there is a limit at all
 * @param share the share, above 0; 0.2 by default
 * @param least the least number of retries in 10 s, 0 or more; 100 by default
 */
public record RetryBudget(boolean enabled, double share, int least) {
  private static final RetryBudget DEFAULT = new RetryBudget(true, 0.2, 100);
  private static final RetryBudget UNLIMITED = new RetryBudget(false, 0.2, 100);

  /**
   * A budget.
   *
   * @throws IllegalArgumentException if the share is not above 0, or the least below
   */
  public RetryBudget {
    if (!(share > 0) || least < 0) {
      throw new IllegalArgumentException(
          "the retry budget is a share of "
              + share
              + " and at least "
              + least
              + "; use a share above 0, and 0 or more");
    }
  }

  /** The budget with every default. */
  public static RetryBudget defaults() {
    return DEFAULT;
  }

  /** No limit. */
  public static RetryBudget unlimited() {
    return UNLIMITED;
  }

  /**
   * This budget with another share, above 0.
   *
   * @throws IllegalArgumentException if it is not above 0
   */
  public RetryBudget withShare(double share) {
    return new RetryBudget(enabled, share, least);
  }

  /**
   * This budget with another least number of retries in 10 s, 0 or more.
   *
   * @throws IllegalArgumentException if it is below 0
   */
  public RetryBudget withLeast(int least) {
    return new RetryBudget(enabled, share, least);
  }
}
