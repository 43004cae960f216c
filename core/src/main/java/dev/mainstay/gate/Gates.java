package dev.mainstay.gate;

import dev.mainstay.policy.HealthPolicy;
import dev.mainstay.policy.RetryBudget;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.TimeSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The gates of all deployments, one for each id. Thread-safe. */
public final class Gates {
  private final ConcurrentMap<String, Gate> gates = new ConcurrentHashMap<>();
  private final HealthPolicy health;
  private final RetryBudget budget;
  private final TimeSource time;

  /** Gates that keep to {@code health} and {@code budget}. */
  public Gates(HealthPolicy health, RetryBudget budget, TimeSource time) {
    this.health = health;
    this.budget = budget;
    this.time = time;
  }

  /** The gate of {@code deployment}. */
  public Gate of(Deployment deployment) {
    return gates.computeIfAbsent(deployment.id(), id -> new Gate(deployment, health, budget, time));
  }
}
