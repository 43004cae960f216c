package dev.mainstay.temporal;

import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.policy.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides whether a call that failed in a worker is made again, and how long Temporal waits before.
 * Pure.
 *
 * @param policy who owns the retries, and how many there are
 * @param retries what the worker's Mainstay retries
 * @param random gives the jitter over hints
 */
record NextPass(CallPolicy policy, RetryPolicy retries, RandomGenerator random) {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration PLACE = Duration.ofSeconds(1);
  private static final double HINT_JITTER = 0.10;

  /**
   * The wait before the next attempt of the activity; nothing where {@code failed} is the call's
   * end.
   *
   * @param now the counts, those of the attempt that failed included
   * @param asked whether it asked anybody: else it counts as nothing
   */
  Optional<Duration> after(MainstayException failed, Progress now, boolean asked) {
    if (!helps(failed)) {
      return Optional.empty();
    }
    if (!asked) {
      return Optional.of(handedBack(failed).orElse(PLACE));
    }
    return switch (policy.owner()) {
      case TEMPORAL ->
          now.passes() < policy.passes()
              ? Optional.of(hint(failed).orElseGet(() -> backoff(now.passes())))
              : Optional.empty();
      case MAINSTAY ->
          now.attempts() <= policy.numRetries() ? handedBack(failed) : Optional.empty();
    };
  }

  // Whoever waits would go on; or the kind is one that may pass, and no count of 0 forbids it.
  private boolean helps(MainstayException failed) {
    Failure failure = failed.failure();
    return failed.notWaited().isPresent()
        || (failure.isRetryable() && retries.explicit(failure).orElse(1) > 0);
  }

  private Optional<Duration> handedBack(MainstayException failed) {
    return failed
        .notWaited()
        .filter(Duration::isPositive)
        .or(() -> hint(failed))
        .or(() -> failed.notWaited().map(unknown -> PLACE));
  }

  private Optional<Duration> hint(MainstayException failed) {
    return failed
        .retryAfter()
        .map(hint ->
            failed
                .notWaited()
                .filter(Duration::isPositive)
                .orElseGet(() -> hint.plus(jitter(hint))));
  }

  private Duration jitter(Duration hint) {
    return Duration.ofMillis((long) (hint.toMillis() * HINT_JITTER * random.nextDouble()) + 1);
  }

  private static Duration backoff(int passes) {
    Duration wait = Duration.ofSeconds(1L << Math.min(passes - 1, 10));
    return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
  }
}
