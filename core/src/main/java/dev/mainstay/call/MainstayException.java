package dev.mainstay.call;

import dev.mainstay.failure.Failure;
import dev.mainstay.failure.TimeoutPhase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A call that failed, for good. The failure says why, the metadata what was tried; earlier
 * attempts' failures are {@linkplain #getSuppressed() suppressed} exceptions.
 *
 * <p>The kinds that people catch by name are subclasses.
 */
public class MainstayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  // What a group says whose deployments all cool down on rate limits.
  private static final int TOO_MANY_REQUESTS = 429;

  private final transient Failure failure;
  private final transient CallMetadata metadata;
  private final transient Optional<ChatResponse> partial;
  private transient Optional<DeliveredAnswer> delivered = Optional.empty();
  private transient Optional<Duration> notWaited = Optional.empty();

  /**
   * An exception of a kind of its own, for whoever builds on calls. Callers are told by its failure
   * all that they are told by any other.
   *
   * @param partial what had reached the caller, where something had
   */
  protected MainstayException(
      Failure failure, CallMetadata metadata, Optional<ChatResponse> partial) {
    this(describe(failure) + tries(metadata), failure, metadata, partial);
  }

  private MainstayException(
      String message, Failure failure, CallMetadata metadata, Optional<ChatResponse> partial) {
    super(message);
    this.failure = failure;
    this.metadata = metadata;
    this.partial = partial;
  }

  /**
   * The exception for {@code failure}.
   *
   * @param partial what had reached the caller, where something had
   * @param others the failures of the call's other attempts, in order
   */
  public static MainstayException of(
      Failure failure,
      CallMetadata metadata,
      Optional<ChatResponse> partial,
      List<Failure> others) {
    MainstayException exception =
        partial.isPresent() && !failure.isOfCall()
            ? new MidStreamException(failure, metadata, partial)
            : create(failure, metadata, partial);
    for (Failure other : others) {
      exception.addSuppressed(
          new MainstayException(describe(other), other, metadata, Optional.empty()));
    }
    return exception;
  }

  /**
   * The exception for {@code failure} of a call that another may go on with.
   *
   * @param partial what had reached the caller, where something had
   * @param delivered the same, for another call to go on with
   * @param notWaited the wait that the call was not allowed to make, where that is why it ended
   * @param others the failures of the call's other attempts, in order
   */
  public static MainstayException of(
      Failure failure,
      CallMetadata metadata,
      Optional<ChatResponse> partial,
      Optional<DeliveredAnswer> delivered,
      Optional<Duration> notWaited,
      List<Failure> others) {
    MainstayException exception = of(failure, metadata, partial, others);
    exception.delivered = delivered;
    exception.notWaited = notWaited;
    return exception;
  }

  private static MainstayException create(
      Failure failure, CallMetadata metadata, Optional<ChatResponse> partial) {
    return switch (failure) {
      case Failure.RateLimited f -> new RateLimitException(f, metadata, partial);
      case Failure.QuotaExceeded f -> new RateLimitException(f, metadata, partial);
      case Failure.TimedOut f -> new CallTimeoutException(f, metadata, partial);
      case Failure.Overloaded f -> new ServiceUnavailableException(f, metadata, partial);
      case Failure.NoDeployment f ->
          f.detail().status().orElse(0) == TOO_MANY_REQUESTS
              ? new RateLimitException(f, metadata, partial)
              : new ServiceUnavailableException(f, metadata, partial);
      case Failure.Unauthenticated f -> new AuthenticationException(f, metadata, partial);
      case Failure.PermissionDenied f -> new AuthenticationException(f, metadata, partial);
      case Failure.ContextWindowExceeded f -> new ContextWindowException(f, metadata, partial);
      case Failure.ContentPolicyViolation f -> new ContentPolicyException(f, metadata, partial);
      case Failure.BadRequest f -> new BadRequestException(f, metadata, partial);
      case Failure.UnsupportedParameter f -> new BadRequestException(f, metadata, partial);
      case Failure.Unprocessable f -> new BadRequestException(f, metadata, partial);
      case Failure.RequestTooLarge f -> new BadRequestException(f, metadata, partial);
      case Failure.NotFound f -> new NotFoundException(f, metadata, partial);
      case Failure.ConnectionFailed f -> new ConnectionException(f, metadata, partial);
      case Failure.ServerError f -> new ServerErrorException(f, metadata, partial);
      case Failure.MalformedAnswer f -> new MainstayException(f, metadata, partial);
      case Failure.UnparsableAnswer f -> new MainstayException(f, metadata, partial);
      case Failure.Truncated f -> new MainstayException(f, metadata, partial);
      case Failure.Cancelled f -> new MainstayException(f, metadata, partial);
    };
  }

  private static String describe(Failure failure) {
    return failure.kind() + ": " + failure.messageToCaller() + remedy(failure);
  }

  private static String remedy(Failure failure) {
    return failure instanceof Failure.TimedOut late
        ? setting(late.phase()).map(name -> "; to wait longer, set " + name).orElse("")
        : "";
  }

  private static Optional<String> setting(TimeoutPhase phase) {
    return switch (phase) {
      case FIRST_TOKEN -> Optional.of("Timeouts.withFirstToken");
      case IDLE -> Optional.of("Timeouts.withIdle");
      case ATTEMPT -> Optional.of("Timeouts.withAttempt");
      case UNTIL_OUTPUT -> Optional.of("Timeouts.withUntilOutput");
      case CONNECT, TOTAL, PROVIDER -> Optional.empty();
    };
  }

  private static String tries(CallMetadata metadata) {
    int attempts = metadata.attempts().size();
    return attempts > 1 ? " (after " + attempts + " attempts)" : "";
  }

  /** Why. */
  public Failure failure() {
    return failure;
  }

  /** The story of the call. */
  public CallMetadata metadata() {
    return metadata;
  }

  /** What had reached the caller before the answer broke; nothing where nothing had. */
  public Optional<ChatResponse> partial() {
    return partial;
  }

  /**
   * The partial answer of a stream as another call goes on with it: {@link ChatCall#resumedFrom}.
   */
  public Optional<DeliveredAnswer> delivered() {
    return delivered;
  }

  /**
   * The wait after which the call would have gone on, where it ended since its {@linkplain
   * dev.mainstay.policy.WaitLimits limits} did not allow that; zero where its length is not known.
   */
  public Optional<Duration> notWaited() {
    return notWaited;
  }

  /** When trying again may help, where the provider told. */
  public Optional<Duration> retryAfter() {
    return failure.retryAfter();
  }

  /** The provider's id of the failed request, where it gave one. */
  public Optional<String> requestId() {
    return failure.detail().requestId();
  }
}
