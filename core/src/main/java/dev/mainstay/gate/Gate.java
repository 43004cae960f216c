package dev.mainstay.gate;

import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.TimeSource;

/** Whether one deployment may be asked, and what its attempts have taught. Thread-safe. */
public final class Gate {
  private final Load load = new Load();

  Gate(Deployment deployment, HealthPolicy policy, RetryBudget budget, TimeSource time) {}

  /** Whether the deployment is in use, as of now. */
  public Health health() {
    return new Health.Closed();
  }

  /** What its attempts have taught. */
  public Load load() {
    return load;
  }

  /**
   * Whether a call that has not been here might enter now.
   *
   * @param bound whether a rest binds the call; not so for a lone deployment without fallback
   * @param draws whether its attempt draws on the retry budget
   */
  public boolean mayEnter(boolean bound, boolean draws) {
    return true;
  }

  /**
   * One call's dealings with this deployment, over all its attempts there.
   *
   * @param bound whether a rest binds the call; not so for a lone deployment without fallback
   */
  public Visit visit(boolean bound) {
    return new Visit(load);
  }
}
