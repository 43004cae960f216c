package dev.mainstay.gate;

import dev.mainstay.failure.Failure;
import java.time.Duration;

/** Whether a deployment is in use. */
public sealed interface Health {

  /** In use. */
  record Closed() implements Health {}

  /**
   * Not asked for a while.
   *
   * @param remaining for how much longer
   * @param cause the failure that sent it into a cooldown
   */
  record CoolingDown(Duration remaining, Failure cause) implements Health {}

  /**
   * Its cooldown is over, but it has yet to prove itself to one attempt at a time, or to three
   * where those before have been silent for 10 s.
   *
   * @param probing whether such an attempt is under way
   * @param cause the failure that had sent it into a cooldown
   */
  record HalfOpen(boolean probing, Failure cause) implements Health {}
}
