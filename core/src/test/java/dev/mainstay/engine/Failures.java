package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import java.time.Duration;

/** One failure of each kind, as providers give them. */
final class Failures {
  static Failure rateLimited() {
    return new Failure.RateLimited(FailureDetail.of("too many").withStatus(429));
  }

  static Failure rateLimited(Duration retryAfter) {
    return new Failure.RateLimited(
        FailureDetail.of("too many").withStatus(429).withRetryAfter(retryAfter));
  }

  static Failure serverError() {
    return new Failure.ServerError(FailureDetail.of("it broke").withStatus(500));
  }

  static Failure overloaded() {
    return new Failure.Overloaded(FailureDetail.of("too busy").withStatus(503));
  }

  static Failure connectionFailed() {
    return new Failure.ConnectionFailed(FailureDetail.of("reset"));
  }

  static Failure malformed() {
    return new Failure.MalformedAnswer(FailureDetail.of("HTML"));
  }

  static Failure truncated() {
    return ScriptedProvider.truncated();
  }

  static Failure providerTimeout() {
    return new Failure.TimedOut(
        TimeoutPhase.PROVIDER, FailureDetail.of("504").withStatus(504));
  }

  static Failure quota() {
    return new Failure.QuotaExceeded(FailureDetail.of("spent").withStatus(429));
  }

  static Failure badRequest() {
    return new Failure.BadRequest(FailureDetail.of("wrong").withStatus(400));
  }

  static Failure unauthenticated() {
    return new Failure.Unauthenticated(FailureDetail.of("bad key").withStatus(401));
  }

  static Failure permissionDenied() {
    return new Failure.PermissionDenied(FailureDetail.of("no").withStatus(403));
  }

  static Failure notFound() {
    return new Failure.NotFound(FailureDetail.of("no such model").withStatus(404));
  }

  static Failure tooLarge() {
    return new Failure.RequestTooLarge(FailureDetail.of("too large").withStatus(413));
  }

  static Failure unprocessable() {
    return new Failure.Unprocessable(FailureDetail.of("no").withStatus(422));
  }

  static Failure contextWindow() {
    return new Failure.ContextWindowExceeded(FailureDetail.of("too long").withStatus(400));
  }

  static Failure contentPolicy() {
    return new Failure.ContentPolicyViolation(FailureDetail.of("unsafe").withStatus(400));
  }

  static Failure unsupportedParameter() {
    return new Failure.UnsupportedParameter(FailureDetail.of("no stop").withStatus(400));
  }

  private Failures() {}
}
