package dev.mainstay.benchmarks.pressure;

import dev.mainstay.policy.PacingPolicy;
import dev.mainstay.policy.Policies;

/** The same without pacing. */
final class Pacing {
  private Pacing() {}

  static Policies off(Policies policies) {
    return policies.withPacing(PacingPolicy.disabled());
  }
}
