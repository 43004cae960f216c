package dev.mainstay.cli.explain;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The kinds of {@link Failure} that a provider can be the reason of, each with a usual status. */
enum FaultKind {
  RATE_LIMITED("RateLimited", 429, Failure.RateLimited::new),
  QUOTA_EXCEEDED("QuotaExceeded", 429, Failure.QuotaExceeded::new),
  REQUEST_TOO_LARGE("RequestTooLarge", 413, Failure.RequestTooLarge::new),
  TIMED_OUT("TimedOut", 0, FaultKind::providerTimeout),
  CONNECTION_FAILED("ConnectionFailed", 0, Failure.ConnectionFailed::new),
  SERVER_ERROR("ServerError", 500, Failure.ServerError::new),
  OVERLOADED("Overloaded", 503, Failure.Overloaded::new),
  MALFORMED_ANSWER("MalformedAnswer", 0, Failure.MalformedAnswer::new),
  TRUNCATED("Truncated", 0, Failure.Truncated::new),
  CONTEXT_WINDOW_EXCEEDED("ContextWindowExceeded", 400, Failure.ContextWindowExceeded::new),
  CONTENT_POLICY_VIOLATION("ContentPolicyViolation", 400, Failure.ContentPolicyViolation::new),
  BAD_REQUEST("BadRequest", 400, Failure.BadRequest::new),
  UNSUPPORTED_PARAMETER("UnsupportedParameter", 400, Failure.UnsupportedParameter::new),
  UNPROCESSABLE("Unprocessable", 422, Failure.Unprocessable::new),
  UNAUTHENTICATED("Unauthenticated", 401, Failure.Unauthenticated::new),
  PERMISSION_DENIED("PermissionDenied", 403, Failure.PermissionDenied::new),
  NOT_FOUND("NotFound", 404, Failure.NotFound::new);

  /** What every failure says that is not one of the engine's own. */
  private static final String MESSAGE = "simulated";

  private final String name;
  private final int status;
  private final Function<FailureDetail, Failure> create;

  FaultKind(String name, int status, Function<FailureDetail, Failure> create) {
    this.name = name;
    this.status = status;
    this.create = create;
  }

  /** The kind that is called {@code name}, in capitals or not. */
  static Optional<FaultKind> named(String name) {
    return Arrays.stream(values()).filter(kind -> kind.name.equalsIgnoreCase(name)).findFirst();
  }

  /** What they are called. */
  static List<String> names() {
    return Arrays.stream(values()).map(kind -> kind.name).toList();
  }

  /** One of this kind, which comes with {@code hint}. */
  Failure failure(Optional<Duration> hint) {
    FailureDetail bare = FailureDetail.of(MESSAGE);
    FailureDetail answered = status > 0 ? bare.withStatus(status) : bare;
    return create.apply(hint.map(answered::withRetryAfter).orElse(answered));
  }

  // A provider that is just silent is not of this kind yet: the engine's timers make it so.
  private static Failure providerTimeout(FailureDetail detail) {
    return new Failure.TimedOut(TimeoutPhase.PROVIDER, detail.withStatus(504));
  }
}
