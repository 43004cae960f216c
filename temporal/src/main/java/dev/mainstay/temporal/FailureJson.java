package dev.mainstay.temporal;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.json.JsonObject;
import dev.mainstay.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.Optional;

/**
 * A failure as it travels: its kind, and what is known of it in numbers and codes. Never the
 * provider's words, which may quote a prompt.
 */
final class FailureJson {
  private FailureJson() {}

  static JsonObject of(Failure failure) {
    JsonObjectBuilder json = JsonObject.builder().put("kind", failure.kind());
    if (failure instanceof Failure.TimedOut late) {
      json.put("phase", late.phase().name());
    }
    FailureDetail detail = failure.detail();
    detail.status().ifPresent(status -> json.put("status", status));
    detail.requestId().ifPresent(id -> json.put("request_id", id));
    detail.retryAfter().ifPresent(hint -> json.put("retry_after_ms", hint.toMillis()));
    return json.build();
  }

  /** What went wrong, in words that quote nobody. */
  static String words(Failure failure) {
    StringBuilder words = new StringBuilder(failure.kind());
    if (failure instanceof Failure.TimedOut late) {
      words.append(" (").append(late.phase().words()).append(')');
    }
    FailureDetail detail = failure.detail();
    detail.status().ifPresent(status -> words.append(", status ").append(status));
    detail.requestId().ifPresent(id -> words.append(", request ").append(id));
    detail
        .retryAfter()
        .ifPresent(
            hint -> words.append(", retry after ").append(hint.toMillis() / 1000.0).append(" s"));
    return words.toString();
  }

  static Failure read(JsonObject json, String words) {
    FailureDetail detail = FailureDetail.of(words);
    if (json.number("status").isPresent()) {
      detail = detail.withStatus((int) json.number("status").getAsLong());
    }
    Optional<String> id = json.text("request_id");
    if (id.isPresent()) {
      detail = detail.withRequestId(id.get());
    }
    if (json.number("retry_after_ms").isPresent()) {
      long millis = json.number("retry_after_ms").getAsLong();
      detail = detail.withRetryAfter(Duration.ofMillis(millis));
    }
    return failure(json.text("kind").orElse(""), phase(json), detail);
  }

  private static TimeoutPhase phase(JsonObject json) {
    return json.text("phase")
        .flatMap(word -> MetadataJson.constant(TimeoutPhase.class, word))
        .orElse(TimeoutPhase.TOTAL);
  }

  /** Whether failures have a kind of that name. */
  static boolean isKind(String name) {
    return failure(name, TimeoutPhase.TOTAL, FailureDetail.of(name)).kind().equals(name);
  }

  private static Failure failure(String kind, TimeoutPhase phase, FailureDetail detail) {
    return switch (kind) {
      case "RateLimited" -> new Failure.RateLimited(detail);
      case "QuotaExceeded" -> new Failure.QuotaExceeded(detail);
      case "RequestTooLarge" -> new Failure.RequestTooLarge(detail);
      case "TimedOut" -> new Failure.TimedOut(phase, detail);
      case "ConnectionFailed" -> new Failure.ConnectionFailed(detail);
      case "Overloaded" -> new Failure.Overloaded(detail);
      case "MalformedAnswer" -> new Failure.MalformedAnswer(detail);
      case "UnparsableAnswer" -> new Failure.UnparsableAnswer(detail);
      case "Truncated" -> new Failure.Truncated(detail);
      case "ContextWindowExceeded" -> new Failure.ContextWindowExceeded(detail);
      case "ContentPolicyViolation" -> new Failure.ContentPolicyViolation(detail);
      case "BadRequest" -> new Failure.BadRequest(detail);
      case "UnsupportedParameter" -> new Failure.UnsupportedParameter(detail);
      case "Unprocessable" -> new Failure.Unprocessable(detail);
      case "Unauthenticated" -> new Failure.Unauthenticated(detail);
      case "PermissionDenied" -> new Failure.PermissionDenied(detail);
      case "NotFound" -> new Failure.NotFound(detail);
      case "NoDeployment" -> new Failure.NoDeployment(detail);
      case "Cancelled" -> new Failure.Cancelled(detail);
      default -> new Failure.ServerError(detail);
    };
  }
}
