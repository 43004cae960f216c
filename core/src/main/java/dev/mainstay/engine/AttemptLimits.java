package dev.mainstay.engine;

import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import dev.mainstay.time.Deadline;
import java.time.Duration;
import java.util.Optional;

/**
 * How long one attempt may take in each of its phases.
 *
 * @param commit what it is timed for: output along the way is progress for a stream alone
 * @param attempt from its start until it is whole, or has output if it is a stream
 * @param firstToken silence before a stream's first output; longer than anything for a plain answer
 * @param idle silence after that
 * @param untilOutput when the call must have output
 * @param awaitsUsage whether the caller wants to be told a stream's usage
 * @param wished whether the request itself set the silence a stream may keep: the deployment is not
 *     to blame for what its caller finds too long
 */
record AttemptLimits(
    Commit commit,
    Duration attempt,
    Duration firstToken,
    Duration idle,
    Deadline untilOutput,
    boolean awaitsUsage,
    boolean wished) {
  // Longer than any timeout, and far from overflow when added to a clock.
  private static final Duration UNBOUNDED = Duration.ofDays(36_500);

  static AttemptLimits of(
      ChatRequest request,
      CallOptions options,
      Timeouts timeouts,
      Deployment deployment,
      Commit commit,
      boolean hasElsewhere,
      Deadline untilOutput) {
    Optional<Duration> wished = options.streamTimeout();
    Duration attempt = deployment.timeout().orElse(timeouts.attempt(hasElsewhere));
    return switch (commit) {
      case WHOLE_ANSWER ->
          new AttemptLimits(commit, attempt, UNBOUNDED, UNBOUNDED, untilOutput, false, false);
      case FIRST_OUTPUT ->
          new AttemptLimits(
              commit,
              attempt,
              wished.or(deployment::streamTimeout).orElse(timeouts.firstToken(hasElsewhere)),
              wished.or(deployment::streamTimeout).orElse(timeouts.idle()),
              untilOutput,
              request.includesUsage(),
              wished.isPresent());
    };
  }
}
