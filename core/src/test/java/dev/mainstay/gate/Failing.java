package dev.mainstay.gate;

import dev.mainstay.failure.Cooldown;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;

/** Failures that tell nothing of the deployment they came from. */
final class Failing {
  private Failing() {}

  static Failure deadline() {
    return new Failure.TimedOut(TimeoutPhase.TOTAL, FailureDetail.of("too late"));
  }

  static Failure ownTimer() {
    return new Failure.TimedOut(
        TimeoutPhase.FIRST_TOKEN, FailureDetail.of("too late").withCooldown(Cooldown.NONE));
  }

  static Failure badToolCall() {
    return new Failure.MalformedAnswer(
        FailureDetail.of("tool_use_failed").withCooldown(Cooldown.NONE));
  }

  static Failure cancelled() {
    return new Failure.Cancelled(FailureDetail.of("the caller left"));
  }
}
