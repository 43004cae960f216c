package dev.mainstay.gate;

import dev.mainstay.pace.GivenLimits;
import java.util.HashMap;
import java.util.Map;

/** The limits given to deployments that share them: of each kind the lowest holds for all. */
final class SharedLimits {
  private final Map<String, GivenLimits> byDeployment = new HashMap<>(2);
  private GivenLimits lowest = GivenLimits.none();

  /** From now on {@code limits} are given to {@code deployment}. */
  void put(String deployment, GivenLimits limits) {
    GivenLimits before =
        limits.equals(GivenLimits.none())
            ? byDeployment.remove(deployment)
            : byDeployment.put(deployment, limits);
    if (before != null) {
      lowest = byDeployment.values().stream().reduce(GivenLimits.none(), GivenLimits::and);
    } else {
      lowest = lowest.and(limits);
    }
  }

  /** What holds for all. */
  GivenLimits lowest() {
    return lowest;
  }
}
