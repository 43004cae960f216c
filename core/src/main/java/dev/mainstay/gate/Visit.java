package dev.mainstay.gate;

import java.util.Optional;

/**
 * One call's dealings with one deployment. The call that met a failure keeps its own retries: a
 * rest that its own attempts began does not bind it. Not thread-safe.
 */
public final class Visit {
  private final Load load;

  Visit(Load load) {
    this.load = load;
  }

  /**
   * Whether an attempt might enter now.
   *
   * @param draws whether it draws on the retry budget
   */
  public boolean mayEnter(boolean draws) {
    return true;
  }

  /**
   * Lets an attempt in, or not: the deployment rests, another attempt probes it, as many as may be
   * are under way, or the retry budget is spent.
   *
   * @param draws whether it draws on the retry budget
   */
  public Optional<Permit> enter(boolean draws) {
    return Optional.of(new Permit(load));
  }
}
