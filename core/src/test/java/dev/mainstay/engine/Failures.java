package dev.mainstay.engine;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import java.time.Duration;

/** One failure of each kind, as providers give them. */
public final class Failures {
  public static Failure rateLimited() {
    return new Failure.RateLimited(FailureDetail.of("too many").withStatus(429));
  }

  public static Failure rateLimited(Duration retryAfter) {
    return new Failure.RateLimited(
        FailureDetail.of("too many").withStatus(429).withRetryAfter(retryAfter));
  }

  public static Failure serverError() {
    return new Failure.ServerError(FailureDetail.of("it broke").withStatus(500));
  }

  public static Failure overloaded() {
    return new Failure.Overloaded(FailureDetail.of("too busy").withStatus(503));
  }

  public static Failure connectionFailed() {
    return new Failure.ConnectionFailed(FailureDetail.of("reset"));
  }

  public static Failure malformed() {
    return new Failure.MalformedAnswer(FailureDetail.of("HTML"));
  }

  public static Failure truncated() {
    return new Failure.Truncated(FailureDetail.of("the stream ended without a finish reason"));
  }

  public static Failure providerTimeout() {
    return new Failure.TimedOut(TimeoutPhase.PROVIDER, FailureDetail.of("504").withStatus(504));
  }

  public static Failure quota() {
    return new Failure.QuotaExceeded(FailureDetail.of("spent").withStatus(429));
  }

  public static Failure badRequest() {
    return new Failure.BadRequest(FailureDetail.of("wrong").withStatus(400));
  }

  public static Failure unauthenticated() {
    return new Failure.Unauthenticated(FailureDetail.of("bad key").withStatus(401));
  }

  public static Failure permissionDenied() {
    return new Failure.PermissionDenied(FailureDetail.of("no").withStatus(403));
  }

  public static Failure notFound() {
    return new Failure.NotFound(FailureDetail.of("no such model").withStatus(404));
  }

  public static Failure tooLarge() {
    return new Failure.RequestTooLarge(FailureDetail.of("too large").withStatus(413));
  }

  public static Failure unprocessable() {
    return new Failure.Unprocessable(FailureDetail.of("no").withStatus(422));
  }

  public static Failure contextWindow() {
    return new Failure.ContextWindowExceeded(FailureDetail.of("too long").withStatus(400));
  }

  public static Failure contentPolicy() {
    return new Failure.ContentPolicyViolation(FailureDetail.of("unsafe").withStatus(400));
  }

  public static Failure unsupportedParameter() {
    return new Failure.UnsupportedParameter(FailureDetail.of("no stop").withStatus(400));
  }

  private Failures() {}
}
