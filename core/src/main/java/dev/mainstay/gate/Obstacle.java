package dev.mainstay.gate;

/** Why an attempt may not enter now. */
public enum Obstacle {
  /** The deployment cools down. */
  COOLING_DOWN,
  /** Its cooldown is over, and another attempt probes it. */
  PROBING,
  /** As many attempts are under way as may be. */
  FULL,
  /** No more may go out in this time, or others wait for that. */
  PACED,
  /** The retry budget is spent. */
  BUDGET_SPENT
}
