package dev.mainstay.gate;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.Rest;
import dev.mainstay.failure.TimeoutPhase;
import java.time.Duration;

/** Failures by what they mean for health. */
final class Failing {
  private Failing() {}

  static Failure serverError() {
    return new Failure.ServerError(FailureDetail.of("broken"));
  }

  static Failure overloaded() {
    return new Failure.Overloaded(FailureDetail.of("overloaded"));
  }

  static Failure timedOut(TimeoutPhase phase) {
    return new Failure.TimedOut(phase, FailureDetail.of("too late"));
  }

  static Failure rateLimited() {
    return new Failure.RateLimited(FailureDetail.of("slow down"));
  }

  static Failure rateLimited(Duration hint) {
    return new Failure.RateLimited(FailureDetail.of("slow down").withRetryAfter(hint));
  }

  static Failure unauthenticated() {
    return new Failure.Unauthenticated(FailureDetail.of("wrong key"));
  }

  static Failure badRequest() {
    return new Failure.BadRequest(FailureDetail.of("wrong request"));
  }

  static Failure thatDoesNotCount() {
    return new Failure.MalformedAnswer(FailureDetail.of("tool_use_failed").withRest(Rest.NONE));
  }

  static Failure cancelled() {
    return new Failure.Cancelled(FailureDetail.of("the caller left"));
  }
}
