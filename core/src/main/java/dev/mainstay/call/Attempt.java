package dev.mainstay.call;

import java.time.Duration;
import java.time.Instant;

/**
 * One exchange with one deployment.
 *
 * @param deployment the deployment's id
 * @param group the model group it was tried for
 * @param start when it began
 * @param duration how long it took: to the first output for a stream that got so far, else to its
 *     end
 * @param outcome {@link #SUCCEEDED}, or the name of the failure's kind, as in {@code RateLimited}
 * @param waitBefore the wait before it
 */
public record Attempt(
    String deployment,
    String group,
    Instant start,
    Duration duration,
    String outcome,
    Duration waitBefore) {
  /** The outcome of an attempt that gave the answer. */
  public static final String SUCCEEDED = "Succeeded";
}
