package dev.mainstay.temporal;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.temporal.sink.SinkException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides whether a call that failed in a worker is made again, and how long Temporal waits before.
 * Pure.
 *
 * @param policy who owns the retries, and how many there are
 * @param retries what the worker's Mainstay retries
 * @param most how many attempts at providers there may be where Mainstay owns the retries
 * @param random gives the jitter over hints
 */
record NextPass(CallPolicy policy, RetryPolicy retries, int most, RandomGenerator random) {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  // Whose turn is near, and who had no seat to wait in, comes again after this and up to half more.
  private static final Duration LONGEST_FOR_SEAT = Duration.ofSeconds(8);
  // After so many attempts hand-backs are spread, so that the guard outlasts the deadline.
  private static final int SOON = 20;
  private static final int SPREAD = 50;
  private static final double HINT_JITTER = 0.10;

  /**
   * The wait before the next attempt of the activity; nothing where {@code failed} is the call's
   * end.
   *
   * @param now the counts, those of the attempt that failed included
   * @param asked whether it asked anybody: else it counts as nothing
   * @param seated whether it was let wait in the worker as long as it may: else that was full
   * @param attempt which attempt of the activity it was, from 1
   */
  Optional<Duration> after(
      MainstayException failed, CallProgress now, boolean asked, boolean seated, int attempt) {
    if (failed.getCause() instanceof SinkException) {
      return afterSink(now);
    }
    if (!helps(failed)) {
      return Optional.empty();
    }
    if (!asked) {
      return Optional.of(spread(unasked(failed, seated, attempt), attempt));
    }
    return switch (policy.owner()) {
      case TEMPORAL ->
          now.passes() < policy.passes()
              ? Optional.of(hint(failed).orElseGet(() -> backoff(now.passes())))
              : Optional.empty();
      case MAINSTAY ->
          now.attempts() < most
              ? known(failed).or(() -> failed.notWaited().map(unknown -> place(attempt)))
              : Optional.empty();
    };
  }

  // A sink that is away for a moment costs a pass, whoever owns the retries at providers.
  private Optional<Duration> afterSink(CallProgress now) {
    boolean isLeft =
        now.passes() < policy.passes()
            && (policy.owner() == RetryOwner.TEMPORAL || now.attempts() < most);
    return isLeft ? Optional.of(backoff(now.passes())) : Optional.empty();
  }

  // Whoever waits would go on; or the kind is one that may pass, and no count of 0 forbids it.
  private boolean helps(MainstayException failed) {
    Failure failure = failed.failure();
    return failed.notWaited().isPresent()
        || (failure.isRetryable() && retries.explicit(failure).orElse(1) > 0);
  }

  private static Optional<Duration> notWaited(MainstayException failed) {
    return failed.notWaited().filter(Duration::isPositive);
  }

  private Optional<Duration> known(MainstayException failed) {
    return notWaited(failed).or(() -> hint(failed));
  }

  // Whose wait was longer than it may make comes back after that wait. Who found the worker full of
  // those who wait comes 2, 4, 8 s later, which may be later than its turn; and so does, a step
  // behind, who came back in time and was overtaken.
  private Duration unasked(MainstayException failed, boolean seated, int attempt) {
    Optional<Duration> known = known(failed);
    if (known.isEmpty()) {
      return place(attempt);
    }
    if (seated && attempt == 1) {
      return known.get();
    }
    int step = seated ? attempt - 1 : attempt + 1;
    Duration seat = jittered(shorter(backoff(step), LONGEST_FOR_SEAT));
    return known.filter(wait -> wait.compareTo(seat) >= 0).orElse(seat);
  }

  // Nobody knows when a place is free: 1 s, 2 s, 4 s …
  private Duration place(int attempt) {
    return jittered(backoff(attempt));
  }

  // Up to half more, lest all come at once.
  private Duration jittered(Duration wait) {
    return wait.plusMillis((long) (wait.toMillis() * random.nextDouble() / 2));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Duration spread(Duration wait, int attempt) {
    Duration least = policy.deadline().dividedBy(SPREAD);
    return attempt > SOON && wait.compareTo(least) < 0 ? least : wait;
  }

  private Optional<Duration> hint(MainstayException failed) {
    return failed
        .retryAfter()
        .map(hint -> notWaited(failed).orElseGet(() -> hint.plus(jitter(hint))));
  }

  private Duration jitter(Duration hint) {
    return Duration.ofMillis((long) (hint.toMillis() * HINT_JITTER * random.nextDouble()) + 1);
  }

  private static Duration backoff(int passes) {
    return shorter(Duration.ofSeconds(1L << Math.min(passes - 1, 10)), LONGEST);
  }
}
