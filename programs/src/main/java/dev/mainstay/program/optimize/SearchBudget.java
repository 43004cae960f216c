package dev.mainstay.program.optimize;

/**
 * What an optimizer may use. An example that is not done when it is spent counts for nothing.
 *
 * @param calls how many requests to models, retries included, above 0
 * @param cost how many US dollars, above 0, as far as costs are known; since an answer's is known
 *     with its end, those that are under way then may go beyond it
 */
public record SearchBudget(long calls, double cost) {
  /**
   * A budget of so many calls and so much money.
   *
   * @throws IllegalArgumentException if one of them is not above 0
   */
  public SearchBudget {
    if (calls < 1 || !(cost > 0)) {
      throw new IllegalArgumentException(
          "the budget is " + calls + " calls and $" + cost + "; use bounds above 0");
    }
  }

  /** Without bounds. */
  public static SearchBudget unbounded() {
    return new SearchBudget(Long.MAX_VALUE, Double.MAX_VALUE);
  }

  /**
   * {@code calls} requests to models at most.
   *
   * @throws IllegalArgumentException if {@code calls} is not above 0
   */
  public static SearchBudget ofCalls(long calls) {
    return new SearchBudget(calls, Double.MAX_VALUE);
  }

  /**
   * This budget with {@code dollars} at most.
   *
   * @throws IllegalArgumentException if {@code dollars} is not above 0
   */
  public SearchBudget withCost(double dollars) {
    return new SearchBudget(calls, dollars);
  }
}
