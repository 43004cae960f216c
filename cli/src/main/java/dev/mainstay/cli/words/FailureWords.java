package dev.mainstay.cli.words;

import dev.mainstay.failure.Failure;

/** What a failure is called where there is room for a few words. */
public final class FailureWords {
  private FailureWords() {}

  /** {@code failure} in a few words, as in {@code 429 rate limited}. */
  public static String of(Failure failure) {
    String kind = kind(failure);
    return failure.detail().status().isPresent() && failure.detail().status().getAsInt() >= 400
        ? failure.detail().status().getAsInt() + " " + kind
        : kind;
  }

  private static String kind(Failure failure) {
    return switch (failure) {
      case Failure.RateLimited f -> "rate limited";
      case Failure.QuotaExceeded f -> "quota spent";
      case Failure.RequestTooLarge f -> "request too large";
      case Failure.TimedOut f -> "timed out (" + f.phase().words() + ")";
      case Failure.ConnectionFailed f -> "connection failed";
      case Failure.ServerError f -> "server error";
      case Failure.Overloaded f -> "overloaded";
      case Failure.MalformedAnswer f -> "no proper answer";
      case Failure.UnparsableAnswer f -> "not in the form asked for";
      case Failure.Truncated f -> "cut off";
      case Failure.ContextWindowExceeded f -> "prompt too long";
      case Failure.ContentPolicyViolation f -> "refused by content policy";
      case Failure.BadRequest f -> "bad request";
      case Failure.UnsupportedParameter f -> "unsupported parameter";
      case Failure.Unprocessable f -> "cannot be processed";
      case Failure.Unauthenticated f -> "wrong key";
      case Failure.PermissionDenied f -> "not allowed";
      case Failure.NotFound f -> "not found";
      case Failure.NoDeployment f -> "no deployment free";
      case Failure.Cancelled f -> "cancelled";
    };
  }
}
