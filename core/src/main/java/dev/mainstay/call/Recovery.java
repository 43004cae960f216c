package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import java.time.Duration;

/**
 * A break after output that a stream has survived.
 *
 * @param failure why it broke, without a word of the answer
 * @param deployment the deployment that went on
 * @param form how it went on
 * @param gap the time from the break to the first new output
 */
public record Recovery(Failure failure, String deployment, RecoveryForm form, Duration gap) {
  /** A recovery; what the failure quotes is left out. */
  public Recovery {
    failure = failure.withoutQuoted();
  }
}
