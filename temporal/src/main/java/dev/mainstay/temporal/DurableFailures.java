package dev.mainstay.temporal;

import dev.mainstay.call.CallMetadata;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.failure.FailureDetail;
import dev.mainstay.failure.TimeoutPhase;
import dev.mainstay.json.JsonNumber;
import dev.mainstay.json.JsonObject;
import dev.mainstay.temporal.sink.FencedException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Failures on their way through Temporal. In a history a failed call is an {@code
 * ApplicationFailure} whose type is the failure's {@linkplain Failure#kind() kind}, and whose
 * details are numbers and codes: never a word of a prompt, of an answer or of a provider.
 */
public final class DurableFailures {
  private DurableFailures() {}

  /**
   * What failed, where {@code thrown} or what caused it is a call of ours: in a workflow what an
   * activity threw, in a client what the workflow ended by. A timeout of Temporal's is one where
   * the activity is one of ours. Nothing for anything else, as a cancellation, which is Temporal's
   * own.
   */
  public static Optional<MainstayException> in(Throwable thrown) {
    Set<Throwable> seen = new HashSet<>();
    for (Throwable t = thrown; t != null && seen.add(t); t = t.getCause()) {
      Optional<MainstayException> found = read(t);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<MainstayException> read(Throwable thrown) {
    return switch (thrown) {
      case MainstayException ours -> Optional.of(ours);
      case ApplicationFailure failure -> detail(failure).map(known -> exception(failure, known));
      case UnreadableException unread ->
          Optional.of(
              exception(
                  new Failure.MalformedAnswer(
                      FailureDetail.of(String.valueOf(unread.getMessage()))),
                  MetadataJson.nothing(),
                  unread));
      case ActivityFailure activity
          when activity.getActivityType().startsWith(ActivityNames.OURS) ->
          ofOurs(activity);
      default -> Optional.empty();
    };
  }

  // Where its worker tells us why, its cause does.
  private static Optional<MainstayException> ofOurs(ActivityFailure activity) {
    return switch (activity.getCause()) {
      case TimeoutFailure late -> Optional.of(exception(activity, late));
      case ApplicationFailure failure when detail(failure).isEmpty() ->
          Optional.of(
              exception(
                  new Failure.ServerError(
                      FailureDetail.of("the worker's code failed with " + failure.getType())),
                  MetadataJson.nothing(),
                  activity));
      case null, default -> Optional.empty();
    };
  }

  // Anybody may fail by that type: ours tell it again in their details.
  private static Optional<JsonObject> detail(ApplicationFailure failure) {
    if (!FailureJson.isKind(failure.getType()) || failure.getDetails().getSize() == 0) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(failure.getDetails().get(JsonObject.class))
          .filter(detail -> detail.text("kind").equals(Optional.of(failure.getType())));
    } catch (DataConverterException notOurs) {
      return Optional.empty();
    }
  }

  private static MainstayException exception(ApplicationFailure failure, JsonObject known) {
    String words = failure.getOriginalMessage();
    Failure read = FailureJson.read(known, words == null ? failure.getType() : words);
    JsonObject metadata = known.object("metadata").orElse(JsonObject.empty());
    return exception(read, MetadataJson.read(metadata), failure);
  }

  // Caused by the activity's failure whole: a workflow that ends by it tells a client so.
  private static MainstayException exception(ActivityFailure activity, TimeoutFailure late) {
    FailureDetail detail =
        FailureDetail.of(
            "the call was not over within the "
                + late.getTimeoutType().name().replace("TIMEOUT_TYPE_", "").replace('_', ' ')
                + " timeout of its activity");
    return exception(
        new Failure.TimedOut(TimeoutPhase.TOTAL, detail), MetadataJson.nothing(), activity);
  }

  private static MainstayException exception(
      Failure failure, CallMetadata metadata, Throwable cause) {
    MainstayException exception =
        MainstayException.of(failure, metadata, Optional.empty(), List.of());
    exception.initCause(cause);
    return exception;
  }

  /**
   * {@code failed} as an activity fails by it, to be attempted again after {@code next}.
   *
   * @param why it failed, in words that quote nobody
   */
  static ApplicationFailure toTemporal(
      MainstayException failed, String why, CallProgress now, Optional<Duration> next) {
    Failure failure = failed.failure();
    String words =
        why + ", after " + now.attempts() + (now.attempts() == 1 ? " attempt" : " attempts");
    JsonObject detail =
        FailureJson.of(failure)
            .with("attempts", JsonNumber.of(now.attempts()))
            .with("metadata", MetadataJson.of(failed.metadata()));
    ApplicationFailure.Builder built = builder(failure.kind(), words, detail);
    next.ifPresent(built::setNextRetryDelay);
    return built.setNonRetryable(next.isEmpty()).build();
  }

  /**
   * Runs what an activity does, so that it fails by what may be told alone: by failures of ours, by
   * Temporal's own, and by those {@code ApplicationFailure}s that a user's code makes for Temporal.
   */
  static <T> T guarded(Supplier<T> activity) {
    try {
      return activity.get();
    } catch (ApplicationFailure | ActivityCompletionException | FencedException told) {
      throw told;
    } catch (RuntimeException | Error other) {
      throw unexpected(other);
    }
  }

  /**
   * The end of a call by what nobody throws on purpose: told by its type and where it came from,
   * since its words may quote anybody.
   */
  static ApplicationFailure unexpected(Throwable thrown) {
    String words = "the worker's code failed with " + thrown.getClass().getName();
    ApplicationFailure told = refusal(new Failure.ServerError(FailureDetail.of(words)));
    told.setStackTrace(thrown.getStackTrace());
    return told;
  }

  /** The end of a call for a reason of ours, which {@code words} tell. */
  static ApplicationFailure refusal(Failure failure) {
    return builder(failure.kind(), failure.message(), FailureJson.of(failure))
        .setNonRetryable(true)
        .build();
  }

  private static ApplicationFailure.Builder builder(String kind, String words, JsonObject detail) {
    return ApplicationFailure.newBuilder().setType(kind).setMessage(words).setDetails(detail);
  }
}
