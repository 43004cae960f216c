package dev.mainstay.temporal.batch;

import dev.mainstay.time.TimeSource;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowServiceException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How long a batch waits for a Temporal that is away: not at all for one that has never answered,
 * {@link Batch#LONGEST_AWAY} for one that has. For one thread.
 */
final class Patience {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  // Anything else may be of one that stops or starts.
  private static final Set<Status.Code> REFUSALS =
      EnumSet.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.PERMISSION_DENIED,
          Status.Code.UNAUTHENTICATED,
          Status.Code.UNIMPLEMENTED);

  private final TimeSource time;
  private final Consumer<Duration> away;
  private boolean hasAnswered;
  private boolean isAway;
  private long heard;

  /**
   * For a Temporal that has not answered yet.
   *
   * @param away is told how long it has not been heard of, and zero once it is again
   */
  Patience(TimeSource time, Consumer<Duration> away) {
    this.time = time;
    this.away = away;
  }

  /** What {@code question} gives, which is asked again for as long as Temporal is waited for. */
  <T> T ask(Supplier<T> question) {
    return ask(question, Optional::empty);
  }

  /** The same, but for what {@code known} has where Temporal does not answer. */
  <T> T ask(Supplier<T> question, Supplier<Optional<T>> known) {
    while (true) {
      try {
        T answer = question.get();
        heard();
        return answer;
      } catch (StatusRuntimeException | WorkflowServiceException e) {
        Optional<T> instead = known.get();
        if (instead.isPresent()) {
          return instead.get();
        }
        awaitOr(e);
      }
    }
  }

  private void heard() {
    hasAnswered = true;
    heard = time.nanos();
    if (isAway) {
      isAway = false;
      away.accept(Duration.ZERO);
    }
  }

  private void awaitOr(RuntimeException e) {
    Duration since = time.since(heard);
    if (!hasAnswered || isRefusal(e) || since.compareTo(Batch.LONGEST_AWAY) >= 0) {
      throw e;
    }
    isAway = true;
    away.accept(since);
    time.park(PAUSE);
  }

  private static boolean isRefusal(RuntimeException e) {
    return Thread.currentThread().isInterrupted()
        || REFUSALS.contains(Status.fromThrowable(e).getCode());
  }
}
