package dev.mainstay.failure;

import java.time.Duration;
import java.util.Optional;

/**
 * Why an attempt ended badly.
 *
 * <p>Each kind says by default whether asking the same deployment again can help ({@link
 * #isRetryable}), where else the call may go ({@link #reach}) and whether the deployment should
 * cool down ({@link #cooldown}); a single failure may differ from its kind, as its {@link
 * FailureDetail} says.
 */
public sealed interface Failure {

  /** What is known of this failure. */
  FailureDetail detail();

  /** What went wrong, in words that name the mistake; never contains a key. */
  default String message() {
    return detail().message();
  }

  /**
   * What went wrong, in words for the caller alone: the message, and the first words of what came
   * in place of an answer or of an error's JSON, where something did.
   */
  default String messageToCaller() {
    return detail().quoted().map(words -> message() + ": " + words).orElseGet(this::message);
  }

  /** This failure as events and logs have it: without the words that are for the caller alone. */
  default Failure withoutQuoted() {
    return detail().isQuoting() ? with(detail().withoutQuoted()) : this;
  }

  private Failure with(FailureDetail detail) {
    return switch (this) {
      case RateLimited f -> new RateLimited(detail);
      case QuotaExceeded f -> new QuotaExceeded(detail);
      case RequestTooLarge f -> new RequestTooLarge(detail);
      case TimedOut f -> new TimedOut(f.phase(), detail);
      case ConnectionFailed f -> new ConnectionFailed(detail);
      case ServerError f -> new ServerError(detail);
      case Overloaded f -> new Overloaded(detail);
      case MalformedAnswer f -> new MalformedAnswer(detail);
      case UnparsableAnswer f -> new UnparsableAnswer(detail);
      case Truncated f -> new Truncated(detail);
      case ContextWindowExceeded f -> new ContextWindowExceeded(detail);
      case ContentPolicyViolation f -> new ContentPolicyViolation(detail);
      case BadRequest f -> new BadRequest(detail);
      case UnsupportedParameter f -> new UnsupportedParameter(detail);
      case Unprocessable f -> new Unprocessable(detail);
      case Unauthenticated f -> new Unauthenticated(detail);
      case PermissionDenied f -> new PermissionDenied(detail);
      case NotFound f -> new NotFound(detail);
      case NoDeployment f -> new NoDeployment(detail);
      case Cancelled f -> new Cancelled(detail);
    };
  }

  /** The kind's name, as in {@code RateLimited}: for logs and metrics, and never changed. */
  default String kind() {
    return switch (this) {
      case RateLimited f -> "RateLimited";
      case QuotaExceeded f -> "QuotaExceeded";
      case RequestTooLarge f -> "RequestTooLarge";
      case TimedOut f -> "TimedOut";
      case ConnectionFailed f -> "ConnectionFailed";
      case ServerError f -> "ServerError";
      case Overloaded f -> "Overloaded";
      case MalformedAnswer f -> "MalformedAnswer";
      case UnparsableAnswer f -> "UnparsableAnswer";
      case Truncated f -> "Truncated";
      case ContextWindowExceeded f -> "ContextWindowExceeded";
      case ContentPolicyViolation f -> "ContentPolicyViolation";
      case BadRequest f -> "BadRequest";
      case UnsupportedParameter f -> "UnsupportedParameter";
      case Unprocessable f -> "Unprocessable";
      case Unauthenticated f -> "Unauthenticated";
      case PermissionDenied f -> "PermissionDenied";
      case NotFound f -> "NotFound";
      case NoDeployment f -> "NoDeployment";
      case Cancelled f -> "Cancelled";
    };
  }

  /** How long the provider asked to wait, where it did. */
  default Optional<Duration> retryAfter() {
    return detail().retryAfter();
  }

  /** Whether the provider kept silent for too long, or for so long that asking it again is vain. */
  default boolean isSilence() {
    return this instanceof TimedOut || detail().isAfterSilence();
  }

  /** Whether the same deployment may be asked again. */
  default boolean isRetryable() {
    return detail().retry().orElseGet(this::isRetryableByKind);
  }

  /** Whether failures of this kind may by default be asked again, whatever this one says. */
  default boolean isRetryableByKind() {
    return switch (this) {
      case RateLimited f -> true;
      case TimedOut f -> !f.phase().endsCall();
      case ConnectionFailed f -> true;
      case ServerError f -> true;
      case Overloaded f -> true;
      case MalformedAnswer f -> true;
      case UnparsableAnswer f -> true;
      case Truncated f -> true;
      case QuotaExceeded f -> false;
      case RequestTooLarge f -> false;
      case ContextWindowExceeded f -> false;
      case ContentPolicyViolation f -> false;
      case BadRequest f -> false;
      case UnsupportedParameter f -> false;
      case Unprocessable f -> false;
      case Unauthenticated f -> false;
      case PermissionDenied f -> false;
      case NotFound f -> false;
      case NoDeployment f -> false;
      case Cancelled f -> false;
    };
  }

  /**
   * Whether this is the call's own end, after which nobody is asked: its caller left, or it is
   * late.
   */
  default boolean isOfCall() {
    return this instanceof Cancelled || (this instanceof TimedOut late && late.phase().endsCall());
  }

  /** Where else the call may go. */
  default Reach reach() {
    return detail().reach().orElseGet(this::reachByKind);
  }

  private Reach reachByKind() {
    return switch (this) {
      case RateLimited f -> Reach.ANYWHERE;
      case QuotaExceeded f -> Reach.ANYWHERE;
      case RequestTooLarge f -> Reach.ANYWHERE;
      case TimedOut f -> f.phase().endsCall() ? Reach.NOWHERE : Reach.ANYWHERE;
      case ConnectionFailed f -> Reach.ANYWHERE;
      case ServerError f -> Reach.ANYWHERE;
      case Overloaded f -> Reach.ANYWHERE;
      case MalformedAnswer f -> Reach.ANYWHERE;
      case UnparsableAnswer f -> Reach.ANYWHERE;
      case Truncated f -> Reach.ANYWHERE;
      case UnsupportedParameter f -> Reach.ANYWHERE;
      case Unauthenticated f -> Reach.ANYWHERE;
      case PermissionDenied f -> Reach.ANYWHERE;
      case NotFound f -> Reach.ANYWHERE;
      case NoDeployment f -> Reach.ANYWHERE;
      case ContextWindowExceeded f -> Reach.LARGER_WINDOW;
      case ContentPolicyViolation f -> Reach.CONTENT_POLICY_FALLBACKS;
      case BadRequest f -> Reach.NOWHERE;
      case Unprocessable f -> Reach.NOWHERE;
      case Cancelled f -> Reach.NOWHERE;
    };
  }

  /** Whether, and by which rule, the deployment should cool down. */
  default Cooldown cooldown() {
    return detail().cooldown().orElseGet(this::cooldownByKind);
  }

  private Cooldown cooldownByKind() {
    return switch (this) {
      case RateLimited f -> Cooldown.UNTIL_HINT;
      case QuotaExceeded f -> Cooldown.LONG;
      case Unauthenticated f -> Cooldown.LONG;
      case PermissionDenied f -> Cooldown.LONG;
      case NotFound f -> Cooldown.LONG;
      case Overloaded f -> Cooldown.COUNTS_DOUBLE;
      case TimedOut f -> f.phase().endsCall() ? Cooldown.NONE : Cooldown.COUNTS;
      case ConnectionFailed f -> Cooldown.COUNTS;
      case ServerError f -> Cooldown.COUNTS;
      case MalformedAnswer f -> Cooldown.COUNTS;
      case Truncated f -> Cooldown.COUNTS;
      case UnparsableAnswer f -> Cooldown.NONE;
      case RequestTooLarge f -> Cooldown.NONE;
      case ContextWindowExceeded f -> Cooldown.NONE;
      case ContentPolicyViolation f -> Cooldown.NONE;
      case BadRequest f -> Cooldown.NONE;
      case UnsupportedParameter f -> Cooldown.NONE;
      case Unprocessable f -> Cooldown.NONE;
      case NoDeployment f -> Cooldown.NONE;
      case Cancelled f -> Cooldown.NONE;
    };
  }

  /** A limit per minute or less is used up: HTTP 429 and its kin. */
  record RateLimited(FailureDetail detail) implements Failure {}

  /** Credit, a spend limit or a limit per day is used up; waiting a minute changes nothing. */
  record QuotaExceeded(FailureDetail detail) implements Failure {}

  /** This one request is larger than a limit allows, so that it can never pass there. */
  record RequestTooLarge(FailureDetail detail) implements Failure {}

  /** Something took too long. */
  record TimedOut(TimeoutPhase phase, FailureDetail detail) implements Failure {}

  /**
   * No connection, or one that broke: refused, reset, DNS, TLS, closed before or inside an answer.
   */
  record ConnectionFailed(FailureDetail detail) implements Failure {}

  /** The provider says that it failed: 500, 502, 409, 424, or an in-band server error. */
  record ServerError(FailureDetail detail) implements Failure {}

  /** The provider has too much to do: 503, 529, {@code overloaded_error}. */
  record Overloaded(FailureDetail detail) implements Failure {}

  /** Not an answer: HTML, nothing, broken JSON, an event that does not parse. */
  record MalformedAnswer(FailureDetail detail) implements Failure {}

  /**
   * A whole answer that does not read as what was asked for. Asking again may help, and whoever
   * reads the answer decides on it: no deployment is to blame.
   */
  record UnparsableAnswer(FailureDetail detail) implements Failure {}

  /** A stream or body that stopped without its semantic end. */
  record Truncated(FailureDetail detail) implements Failure {}

  /** The prompt is too long for the model. */
  record ContextWindowExceeded(FailureDetail detail) implements Failure {}

  /** A safety system refused the request. */
  record ContentPolicyViolation(FailureDetail detail) implements Failure {}

  /** The request is wrong, and would be everywhere. */
  record BadRequest(FailureDetail detail) implements Failure {}

  /** The model does not take a parameter or one of its values. */
  record UnsupportedParameter(FailureDetail detail) implements Failure {}

  /** HTTP 422: well formed, but not to be processed. */
  record Unprocessable(FailureDetail detail) implements Failure {}

  /** The key is missing, wrong or expired. */
  record Unauthenticated(FailureDetail detail) implements Failure {}

  /** The key is right but does not allow this. */
  record PermissionDenied(FailureDetail detail) implements Failure {}

  /** The model or deployment does not exist. */
  record NotFound(FailureDetail detail) implements Failure {}

  /** Nothing in the group may be tried now. */
  record NoDeployment(FailureDetail detail) implements Failure {}

  /** The caller left, or closed its stream. */
  record Cancelled(FailureDetail detail) implements Failure {}
}
