package dev.mainstay.gateway.api;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.TimeoutPhase;

/** Failures as HTTP: the only place that knows which status a failure becomes. */
public final class Statuses {
  // nginx's number for a client that has gone; it is seen in logs alone.
  static final int CLIENT_CLOSED = 499;

  private Statuses() {}

  /** The status that a caller gets for {@code failure}. */
  public static int of(Failure failure) {
    return switch (failure) {
      case Failure.RateLimited f -> 429;
      case Failure.QuotaExceeded f -> 429;
      case Failure.RequestTooLarge f -> 413;
      // Where it was the request that set the deadline; else ChatCalls makes it a 504.
      case Failure.TimedOut f -> f.phase() == TimeoutPhase.TOTAL ? 408 : 504;
      case Failure.ConnectionFailed f -> 502;
      case Failure.ServerError f -> ownOr502(f);
      case Failure.Overloaded f -> 503;
      case Failure.MalformedAnswer f -> 502;
      case Failure.UnparsableAnswer f -> 502;
      case Failure.Truncated f -> 502;
      case Failure.ContextWindowExceeded f -> 400;
      case Failure.ContentPolicyViolation f -> 400;
      case Failure.BadRequest f -> 400;
      case Failure.UnsupportedParameter f -> 400;
      case Failure.Unprocessable f -> 422;
      case Failure.Unauthenticated f -> 401;
      case Failure.PermissionDenied f -> 403;
      case Failure.NotFound f -> 404;
      case Failure.NoDeployment f -> f.detail().status().orElse(503) == 429 ? 429 : 503;
      case Failure.Cancelled f -> CLIENT_CLOSED;
    };
  }

  /** The error type where the provider gave none, in OpenAI's terms. */
  static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 408, 504 -> "timeout_error";
      case 429 -> "rate_limit_error";
      default -> status < 500 ? "invalid_request_error" : "server_error";
    };
  }

  private static int ownOr502(Failure failure) {
    int status = failure.detail().status().orElse(502);
    return status >= 500 && status <= 599 ? status : 502;
  }
}
