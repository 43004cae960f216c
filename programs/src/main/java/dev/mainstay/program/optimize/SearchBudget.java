package dev.mainstay.program.optimize;

/**
 * What an optimizer may use.
 *
 * @param calls how many answers of models, above 0
 * @param cost how many US dollars, above 0, as far as costs are known
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

  /** {@code calls} answers of models at most. */
  public static SearchBudget ofCalls(long calls) {
    return new SearchBudget(calls, Double.MAX_VALUE);
  }

  /** This budget with {@code dollars} at most. */
  public SearchBudget withCost(double dollars) {
    return new SearchBudget(calls, dollars);
  }

  boolean isSpent(long calls, double cost) {
    return calls >= this.calls || cost >= this.cost;
  }
}
