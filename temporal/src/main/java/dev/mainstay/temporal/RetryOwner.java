package dev.mainstay.temporal;

/** Who retries a durable call. Never both: their counts would multiply. */
public enum RetryOwner {
  /**
   * Temporal does, pass by pass: in each, Mainstay asks its deployments and fallbacks without a
   * timed wait.
   */
  TEMPORAL,
  /**
   * Mainstay does, inside one activity attempt. Temporal carries on after a crash, and sleeps
   * through waits that are too long for a worker's slot.
   */
  MAINSTAY
}
